package planted.kodiak.engine.storage;

/** A name that only looks as if it said nothing. */
public final class ImplicitName {}

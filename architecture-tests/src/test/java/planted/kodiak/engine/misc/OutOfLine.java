package planted.kodiak.engine.misc;

/** A package that has no place in the engine's line. */
public final class OutOfLine {}

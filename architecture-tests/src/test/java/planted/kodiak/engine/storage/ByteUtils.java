package planted.kodiak.engine.storage;

/** A name that says nothing. */
public final class ByteUtils {}

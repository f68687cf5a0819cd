package planted.kodiak.engine.read;

/** What the log may not see. */
public final class Lookup {}

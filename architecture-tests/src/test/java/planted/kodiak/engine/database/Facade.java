package planted.kodiak.engine.database;

/** What others may not see. */
public final class Facade {}

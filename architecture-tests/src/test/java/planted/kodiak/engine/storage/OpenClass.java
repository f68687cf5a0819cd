package planted.kodiak.engine.storage;

/** A class that anyone could extend. */
public class OpenClass {}

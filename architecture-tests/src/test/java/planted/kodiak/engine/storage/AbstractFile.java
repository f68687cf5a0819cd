package planted.kodiak.engine.storage;

/** A name that says nothing. */
public abstract class AbstractFile {}

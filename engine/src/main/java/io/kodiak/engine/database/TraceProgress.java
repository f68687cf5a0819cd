package io.kodiak.engine.database;

/**
 * How far a recorded trace has come.
 *
 * @param state whether it goes on
 * @param writes puts and deletes that were counted
 * @param recorded those of them that have a key of the sample, and were recorded
 * @param lost those that have one, and were not, as the file was too slow
 * @param share the share of the keys that are in the sample, 0 to 1; it falls as the file grows
 * @param bytes the size of the file in bytes, but for what is in memory yet
 * @param failure what went wrong, when it {@link State#FAILED}; otherwise empty
 */
public record TraceProgress(
    State state, long writes, long recorded, long lost, double share, long bytes, String failure) {
  /** Whether a trace goes on. */
  public enum State {
    /** Writes are recorded. */
    RECORDING,
    /** The file has its size. */
    FULL,
    /** The file could not be written. What was written before can be read. */
    FAILED,
    /** It was closed, or the database was. */
    CLOSED
  }
}

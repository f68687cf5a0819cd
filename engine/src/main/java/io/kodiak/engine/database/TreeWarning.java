package io.kodiak.engine.database;

/**
 * Something about a table that should not stay as it is.
 *
 * @param kind what it is
 * @param message what is so, with figures, in words for people
 * @param remedy the setting, or the command, that would help
 */
public record TreeWarning(Kind kind, String message, String remedy) {
  /** What is warned of. */
  public enum Kind {
    /** Compaction is paused. */
    PAUSED,
    /** The database is not healthy, or writers have to wait. */
    STALLED,
    /** Many runs may hold the same key. */
    OVERLAPPING_RUNS,
    /** Many entries are tombstones. */
    TOMBSTONES,
    /** Many files are small. */
    SMALL_FILES
  }
}

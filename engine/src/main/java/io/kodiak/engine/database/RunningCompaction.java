package io.kodiak.engine.database;

import java.util.List;

/**
 * A compaction that runs.
 *
 * @param table the name of the table
 * @param level the level that it writes to
 * @param inputs the ids of the files that it merges, ascending
 * @param bytes their size
 * @param bytesRead how much of that has been read
 * @param bytesWritten about how much has been written
 * @param byHand whether it was asked for by hand
 * @param reason why, in words for people
 */
public record RunningCompaction(
    String table,
    int level,
    List<Long> inputs,
    long bytes,
    long bytesRead,
    long bytesWritten,
    boolean byHand,
    String reason) {
  /** Copies the list. */
  public RunningCompaction {
    inputs = List.copyOf(inputs);
  }
}

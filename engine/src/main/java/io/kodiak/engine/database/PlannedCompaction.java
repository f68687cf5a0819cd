package io.kodiak.engine.database;

import java.util.List;

/**
 * A compaction that is wanted and does not run yet.
 *
 * @param table the name of the table
 * @param level the level that it would write to
 * @param inputs the ids of the files that it would merge, ascending
 * @param bytes their size
 * @param priority larger is more urgent
 * @param byHand whether it was asked for by hand
 * @param reason why, in words for people
 */
public record PlannedCompaction(
    String table,
    int level,
    List<Long> inputs,
    long bytes,
    int priority,
    boolean byHand,
    String reason) {
  /** Copies the list. */
  public PlannedCompaction {
    inputs = List.copyOf(inputs);
  }
}

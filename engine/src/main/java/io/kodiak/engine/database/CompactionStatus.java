package io.kodiak.engine.database;

import java.util.List;

/**
 * What compaction does and does not do at one moment.
 *
 * @param paused whether it is paused
 * @param pausedSinceMillis since when, in milliseconds since 1970 UTC; 0 when it is not paused, or
 *     the time is not known
 * @param running what runs
 * @param waiting what is wanted and does not run yet, most urgent first: what was asked for by
 *     hand, then the plans of the policies of all tables
 */
public record CompactionStatus(
    boolean paused,
    long pausedSinceMillis,
    List<RunningCompaction> running,
    List<PlannedCompaction> waiting) {
  /** Copies the lists. */
  public CompactionStatus {
    running = List.copyOf(running);
    waiting = List.copyOf(waiting);
  }
}

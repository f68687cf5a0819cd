package io.kodiak.engine.database;

import java.util.List;

/**
 * Figures about a database at one moment.
 *
 * @param directory where it lies
 * @param state how it fares
 * @param lastSequence the sequence of the last write
 * @param walBytes the size of the log
 * @param cacheBytes heap that cached blocks take
 * @param cacheCapacity the most that they may take
 * @param cacheHits blocks found in the cache since opening
 * @param cacheMisses blocks read from files since opening
 * @param openSnapshots snapshots not yet closed
 * @param stallMillis how long writers were held back since opening
 * @param compactionPaused whether compaction is paused; see {@link Database#pauseCompaction}
 * @param recovery what opening found, in words for people
 * @param tables every table, by name
 */
public record DatabaseStats(
    String directory,
    DatabaseState state,
    long lastSequence,
    long walBytes,
    long cacheBytes,
    long cacheCapacity,
    long cacheHits,
    long cacheMisses,
    int openSnapshots,
    long stallMillis,
    boolean compactionPaused,
    String recovery,
    List<TableStats> tables) {
  /** Copies the list. */
  public DatabaseStats {
    tables = List.copyOf(tables);
  }
}

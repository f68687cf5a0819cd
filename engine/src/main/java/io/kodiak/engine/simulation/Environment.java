package io.kodiak.engine.simulation;

import io.kodiak.engine.backpressure.WriteLimits;

/**
 * What a simulated database runs on, and how it is set.
 *
 * @param memtableBytes the size at which memtables are flushed, in bytes
 * @param memtableOverhead what an entry takes in a memtable beside key and value, in bytes
 * @param fileOverhead what an entry takes in a file and its sidecar beside key and value, in bytes
 * @param compression the bytes that a byte of keys and values takes in a file
 * @param threads how many threads compact: that many compactions run at once, or parts of large
 *     ones
 * @param writeRate how fast users would write, in bytes of keys and values a second
 * @param flushRate how fast a memtable is written to a file, in bytes of the file a second
 * @param compactionRate how fast one thread compacts, in bytes of the inputs a second
 * @param compactionLimit how many bytes all compactions together may read and write in a second;
 *     infinite: as many as they can
 * @param slowdownRuns the number of runs on level 0 at which writers are slowed down
 * @param stopRuns the number at which they wait
 * @param immutableMemtables writers wait while this many full memtables wait to be flushed
 */
public record Environment(
    long memtableBytes,
    double memtableOverhead,
    double fileOverhead,
    double compression,
    int threads,
    double writeRate,
    double flushRate,
    double compactionRate,
    double compactionLimit,
    int slowdownRuns,
    int stopRuns,
    int immutableMemtables) {

  /** Without a limit for compactions, and with two memtables that may wait: as the defaults are. */
  public Environment(
      long memtableBytes,
      double memtableOverhead,
      double fileOverhead,
      double compression,
      int threads,
      double writeRate,
      double flushRate,
      double compactionRate,
      int slowdownRuns,
      int stopRuns) {
    this(
        memtableBytes,
        memtableOverhead,
        fileOverhead,
        compression,
        threads,
        writeRate,
        flushRate,
        compactionRate,
        Double.POSITIVE_INFINITY,
        slowdownRuns,
        stopRuns,
        2);
  }

  WriteLimits writeLimits() {
    return new WriteLimits(memtableBytes, slowdownRuns, stopRuns, immutableMemtables);
  }
}

package io.kodiak.engine.simulation;

/**
 * What a simulated database runs on, and how it is set.
 *
 * @param memtableBytes the size at which memtables are flushed, in bytes
 * @param memtableOverhead what an entry takes in a memtable beside key and value, in bytes
 * @param fileOverhead what an entry takes in a file and its sidecar beside key and value, in bytes
 * @param compression the bytes that a byte of keys and values takes in a file
 * @param threads how many compactions run at once
 * @param writeRate how fast users would write, in bytes of keys and values a second
 * @param flushRate how fast a memtable is written to a file, in bytes of the file a second
 * @param compactionRate how fast one compaction reads, in bytes of its inputs a second
 * @param slowdownRuns the number of runs above the last at which writers are slowed down
 * @param stopRuns the number at which they wait
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
    int slowdownRuns,
    int stopRuns) {}

package io.kodiak.benchmarks.memtable;

/**
 * What one operation cost, as the mean over a run of them.
 *
 * @param nanos by the clock
 * @param cpuNanos processor time of the thread
 * @param allocated bytes that the thread allocated
 */
record Sample(double nanos, double cpuNanos, double allocated) {}

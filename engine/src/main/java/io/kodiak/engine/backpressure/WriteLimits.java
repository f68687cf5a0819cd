package io.kodiak.engine.backpressure;

/**
 * What the settings of a table say of how far flush and compaction may fall behind.
 *
 * @param flushBytes a memtable of this many bytes is flushed
 * @param slowdownRuns writers slow down from this many runs on level 0
 * @param stopRuns writers wait from this many runs on level 0
 * @param immutableMemtables writers wait while this many full memtables wait to be flushed
 */
public record WriteLimits(
    long flushBytes, int slowdownRuns, int stopRuns, int immutableMemtables) {}

package io.kodiak.engine.database;

/**
 * What lies on one level of a tree, and how it came there.
 *
 * @param level the level, from 0 (newest) downwards
 * @param runs how many runs
 * @param files how many files
 * @param bytes their size
 * @param entries their entries, every version and tombstone counted
 * @param tombstones how many of these are tombstones
 * @param oldestMillis when the oldest file was made, in milliseconds since 1970 UTC
 * @param newestMillis when the newest file was made
 * @param compactions how many compactions wrote or moved files here since opening
 * @param lastReason why the last of them was done; empty when there was none
 */
public record LevelExplanation(
    int level,
    int runs,
    int files,
    long bytes,
    long entries,
    long tombstones,
    long oldestMillis,
    long newestMillis,
    long compactions,
    String lastReason) {}

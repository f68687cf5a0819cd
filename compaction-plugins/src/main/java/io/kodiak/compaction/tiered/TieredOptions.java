package io.kodiak.compaction.tiered;

import io.kodiak.api.Settings;

/**
 * What the user may choose.
 *
 * @param sizeRatio by what share of the largest run of a group the next older one may be larger and
 *     still belong to it
 * @param minMergeWidth the fewest runs of about one size that are merged
 * @param maxMergeWidth the most runs that are merged because of their sizes or their number
 * @param maxRuns the most runs that stay when there is nothing else to do
 * @param spacePercent how many bytes the runs above the oldest may have, as a percentage of its
 *     own, before they are merged into it
 * @param maxMergeBytes a merge that would read more goes key range by key range, in bytes
 * @param targetFileBytes about how large files become, in bytes
 */
record TieredOptions(
    double sizeRatio,
    int minMergeWidth,
    int maxMergeWidth,
    int maxRuns,
    int spacePercent,
    long maxMergeBytes,
    long targetFileBytes) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  static TieredOptions from(Settings settings) {
    int min = (int) settings.number("min-merge-width", 4, 2, 1000);
    return new TieredOptions(
        settings.decimal("size-ratio", 0.5, 0, 100),
        min,
        Math.max(min, (int) settings.number("max-merge-width", 32, 2, 1000)),
        (int) settings.number("max-runs", 12, 1, 1000),
        (int) settings.number("space-amplification-percent", 200, 1, 100_000),
        settings.bytes("max-merge-size", GIB, KIB, 1024 * TIB),
        settings.bytes("target-file-size", 64 * MIB, KIB, 64 * GIB));
  }
}

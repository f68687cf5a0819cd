package io.kodiak.compaction.leveled;

import io.kodiak.api.Settings;
import java.time.Duration;

/**
 * What the user may choose.
 *
 * @param fanout how many times larger a level is than the one above
 * @param levelZeroRuns the number of runs at which level 0 is compacted
 * @param dynamicSizes whether the amount of data sets the sizes of the levels
 * @param baseLevelBytes the least size of the level that level 0 is compacted into, in bytes
 * @param targetFileBytes about how large files become, in bytes
 * @param tombstoneShare the share of tombstones from which a table goes down early; 0: never
 * @param maxAgeMillis how long entries may stay on a level above the last, in milliseconds; 0: for
 *     ever
 * @param drainAfterMillis how long nothing must have been written until level 0 is merged although
 *     it is not full, in milliseconds; 0: it never is
 */
record LeveledOptions(
    int fanout,
    int levelZeroRuns,
    boolean dynamicSizes,
    long baseLevelBytes,
    long targetFileBytes,
    double tombstoneShare,
    long maxAgeMillis,
    long drainAfterMillis) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;
  private static final Duration DRAIN_AFTER = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  static LeveledOptions from(Settings settings) {
    return new LeveledOptions(
        (int) settings.number("fanout", 10, 2, 100),
        (int) settings.number("level0-runs", 4, 1, 1000),
        settings.flag("dynamic-level-sizes", true),
        settings.bytes("base-level-size", 256 * MIB, KIB, 16 * TIB),
        settings.bytes("target-file-size", 64 * MIB, KIB, 64 * GIB),
        settings.decimal("tombstone-share", 0.5, 0, 1),
        settings.duration("max-age", Duration.ZERO, Duration.ZERO, LONGEST).toMillis(),
        settings.duration("drain-after", DRAIN_AFTER, Duration.ZERO, LONGEST).toMillis());
  }
}

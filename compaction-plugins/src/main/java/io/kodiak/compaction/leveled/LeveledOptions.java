package io.kodiak.compaction.leveled;

import io.kodiak.api.Settings;

/**
 * What the user may choose.
 *
 * @param fanout how many times larger a level is than the one above
 * @param levelZeroRuns the number of runs at which level 0 is compacted
 * @param baseLevelBytes the size of level 1, in bytes
 * @param targetFileBytes about how large files become, in bytes
 */
record LeveledOptions(int fanout, int levelZeroRuns, long baseLevelBytes, long targetFileBytes) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  static LeveledOptions from(Settings settings) {
    return new LeveledOptions(
        (int) settings.number("fanout", 10, 2, 100),
        (int) settings.number("level0-runs", 4, 1, 1000),
        settings.bytes("base-level-size", 256 * MIB, KIB, 16 * TIB),
        settings.bytes("target-file-size", 64 * MIB, KIB, 64 * GIB));
  }
}

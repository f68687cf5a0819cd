package io.kodiak.compaction.leveled;

/**
 * The size that every level should have.
 *
 * @param baseLevel the level that level 0 is compacted into
 * @param baseBytes its size in bytes
 * @param fanout how many times larger each deeper level is
 */
record LevelTargets(int baseLevel, long baseBytes, int fanout) {
  /** Level 1 has the size that was chosen, and every deeper one follows from it. */
  static LevelTargets fixed(LeveledOptions options) {
    return new LevelTargets(1, options.baseLevelBytes(), options.fanout());
  }

  /** The size of a level from the base level on, in bytes; at most {@link Long#MAX_VALUE}. */
  long bytes(int level) {
    long bytes = baseBytes;
    for (int i = baseLevel; i < level; i++) {
      if (bytes > Long.MAX_VALUE / fanout) {
        return Long.MAX_VALUE;
      }
      bytes *= fanout;
    }
    return bytes;
  }
}

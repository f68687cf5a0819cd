package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.TreeView;

/**
 * The size that every level should have.
 *
 * <p>With fixed sizes, level 1 has the size that was chosen and each deeper level {@code fanout}
 * times that of the one above. How much of the data the last level holds is then chance: shortly
 * after a level was begun, nearly all of it lies above, once more for all that was overwritten.
 *
 * <p>With dynamic sizes, it is the other way round, after RocksDB's {@code
 * level_compaction_dynamic_level_bytes}: the last level holds most of the data, and each level
 * above a {@code fanout}-th of the next, so that at most about 1 / ({@code fanout} − 1) of the
 * space is taken by what the last level has too. Levels that would be smaller than the chosen size
 * are left out, and level 0 is compacted into the first that is not, the base level. As data grow,
 * the base level moves up; when it is level 1 and would outgrow {@code fanout} times the chosen
 * size, the last level moves down by one. Only sizes in the tree count, not how they came about,
 * and all bytes below level 0 together set them, as these do not change when tables move.
 */
final class LevelTargets {
  private final int baseLevel;
  private final long[] bytes;

  /**
   * The sizes.
   *
   * @param baseLevel the level that level 0 is compacted into
   * @param bytes the size of each level, by its number; levels beyond have no bounds
   */
  private LevelTargets(int baseLevel, long[] bytes) {
    this.baseLevel = baseLevel;
    this.bytes = bytes;
  }

  /** The sizes for a tree. */
  static LevelTargets of(TreeView tree, LeveledOptions options) {
    int last = Math.max(1, tree.lastLevel());
    if (!options.dynamicSizes()) {
      return fixed(last, options);
    }
    boolean[] filled = new boolean[last + 2];
    double bytes = 0;
    for (Run run : tree.runs()) {
      filled[run.level()] = true;
      bytes += run.level() > 0 ? run.bytes() : 0;
    }
    // In a geometric series, the last term is this part of the sum.
    double lastBytes = bytes * (options.fanout() - 1) / options.fanout();
    LevelTargets targets = dynamic(last, lastBytes, filled, options);
    boolean full = lastBytes >= Math.pow(options.fanout(), last) * options.baseLevelBytes();
    return full ? dynamic(last + 1, lastBytes, filled, options) : targets;
  }

  private static LevelTargets fixed(int last, LeveledOptions options) {
    long[] bytes = new long[last + 1];
    double size = options.baseLevelBytes();
    for (int level = 1; level <= last; level++) {
      bytes[level] = (long) size;
      size *= options.fanout();
    }
    return new LevelTargets(1, bytes);
  }

  private static LevelTargets dynamic(
      int last, double lastBytes, boolean[] filled, LeveledOptions options) {
    long least = options.baseLevelBytes();
    long[] bytes = new long[last];
    int base = last;
    double size = lastBytes / options.fanout();
    // A base level that exists stays until it is half of what it should be at least: data that
    // shrink and grow by a little do not make levels come and go.
    while (base > 1 && (size >= least || (filled[base - 1] && size >= least / 2.0))) {
      base--;
      bytes[base] = Math.max(least, (long) size);
      size /= options.fanout();
    }
    return new LevelTargets(base, bytes);
  }

  /** The level that level 0 is compacted into. */
  int baseLevel() {
    return baseLevel;
  }

  /** The size of a level in bytes; 0 above the base level, {@link Long#MAX_VALUE}: unbounded. */
  long bytes(int level) {
    return level < bytes.length ? bytes[level] : Long.MAX_VALUE;
  }
}

package io.kodiak.compaction.unified;

import io.kodiak.api.Settings;
import java.util.List;

/**
 * What the user may choose.
 *
 * @param scaling that of every level, from level 0 on; the last one holds for all below
 * @param baseBytes how dense a flush is said to be, in bytes
 * @param baseShards into how many ranges of keys a level is cut at least, once it is worth it
 * @param targetFileBytes about how large files become, in bytes
 * @param minFileBytes ranges of keys do not become so narrow that files are smaller, in bytes
 */
record UnifiedOptions(
    List<Scaling> scaling,
    long baseBytes,
    int baseShards,
    long targetFileBytes,
    long minFileBytes) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  static UnifiedOptions from(Settings settings) {
    String scaling = settings.text("scaling", "T4");
    long base = settings.bytes("base-size", 64 * MIB, KIB, 64 * GIB);
    int shards = (int) settings.number("base-shards", 4, 1, 64);
    long target = settings.bytes("target-file-size", 64 * MIB, KIB, 64 * GIB);
    long min = settings.bytes("min-file-size", 8 * MIB, 0, 64 * GIB);
    return new UnifiedOptions(
        Scaling.list(scaling), base, shards, target, Math.min(min, target / 2));
  }

  /** The scaling of a level. */
  Scaling scaling(int level) {
    return scaling.get(Math.min(level, scaling.size() - 1));
  }
}

package io.kodiak.format.orc;

import io.kodiak.api.Settings;
import io.kodiak.api.WriteOptions;

/**
 * The settings of the format.
 *
 * @param compression of all levels but the last
 * @param lastLevelCompression of the last level, where most of the data is and stays
 * @param stripeBytes the most bytes of a stripe, which a writer holds in memory; a block that is
 *     larger has a stripe of its own
 */
record OrcOptions(Codec compression, Codec lastLevelCompression, long stripeBytes) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  static OrcOptions of(Settings settings) {
    String compression = settings.choice("compression", "lz4", Codec.NAMES);
    String lastLevel = settings.choice("last-level-compression", "zstd", Codec.NAMES);
    int zstdLevel =
        (int)
            settings.number(
                "zstd-level", ZstdCodec.DEFAULT_LEVEL, ZstdCodec.MIN_LEVEL, ZstdCodec.MAX_LEVEL);
    long stripeBytes = settings.bytes("stripe-size", 64 * MIB, 64 * KIB, 512 * MIB);
    return new OrcOptions(
        Codec.named(compression, zstdLevel), Codec.named(lastLevel, zstdLevel), stripeBytes);
  }

  /** How a file is compressed. */
  Codec codec(WriteOptions options) {
    return options.lastLevel() ? lastLevelCompression : compression;
  }
}

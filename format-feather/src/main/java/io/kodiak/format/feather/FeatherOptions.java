package io.kodiak.format.feather;

import io.kodiak.api.Settings;
import io.kodiak.api.WriteOptions;

/**
 * The settings of the format.
 *
 * @param compression of all levels but the last
 * @param lastLevelCompression of the last level, where most of the data is and stays
 */
record FeatherOptions(Codec compression, Codec lastLevelCompression) {
  static FeatherOptions of(Settings settings) {
    String compression = settings.choice("compression", "none", Codec.NAMES);
    String lastLevel = settings.choice("last-level-compression", "zstd", Codec.NAMES);
    int zstdLevel =
        (int)
            settings.number(
                "zstd-level", ZstdCodec.DEFAULT_LEVEL, ZstdCodec.MIN_LEVEL, ZstdCodec.MAX_LEVEL);
    return new FeatherOptions(
        Codec.named(compression, zstdLevel), Codec.named(lastLevel, zstdLevel));
  }

  /** How the buffers of a file are compressed. */
  Codec codec(WriteOptions options) {
    return options.lastLevel() ? lastLevelCompression : compression;
  }
}

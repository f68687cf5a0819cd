package io.kodiak.format.parquet;

import io.kodiak.api.Settings;
import io.kodiak.api.WriteOptions;

/**
 * The settings of the format.
 *
 * @param compression of pages of all levels but the last
 * @param lastLevelCompression of pages of the last level, where most of the data is and stays
 * @param rowGroupRows the most rows of a row group
 * @param rowGroupBytes the most bytes of a row group, which a writer holds in memory; a block that
 *     is larger has a row group of its own
 */
record ParquetOptions(
    Codec compression, Codec lastLevelCompression, int rowGroupRows, long rowGroupBytes) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  static ParquetOptions of(Settings settings) {
    String compression = settings.choice("compression", "lz4", Codec.NAMES);
    String lastLevel = settings.choice("last-level-compression", "zstd", Codec.NAMES);
    int zstdLevel =
        (int)
            settings.number(
                "zstd-level", ZstdCodec.DEFAULT_LEVEL, ZstdCodec.MIN_LEVEL, ZstdCodec.MAX_LEVEL);
    int rowGroupRows = (int) settings.number("row-group-rows", 131_072, 1, 1 << 24);
    long rowGroupBytes = settings.bytes("row-group-size", 64 * MIB, 64 * KIB, 512 * MIB);
    return new ParquetOptions(
        Codec.named(compression, zstdLevel),
        Codec.named(lastLevel, zstdLevel),
        rowGroupRows,
        rowGroupBytes);
  }

  /** How the pages of a file are compressed. */
  Codec codec(WriteOptions options) {
    return options.lastLevel() ? lastLevelCompression : compression;
  }
}

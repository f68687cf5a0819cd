package io.kodiak.columnar;

/** How a {@link ColumnarWriter} compresses. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** Snappy; not in Arrow. */
  SNAPPY,
  /** LZ4: in Parquet LZ4_RAW, in Arrow the frame format. */
  LZ4,
  /** Zstandard, at its usual level. */
  ZSTD
}

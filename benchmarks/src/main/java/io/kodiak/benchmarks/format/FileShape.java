package io.kodiak.benchmarks.format;

import java.util.List;
import java.util.Locale;

/**
 * How a file is made.
 *
 * @param compression none, lz4 or zstd, at level 1
 * @param blockBytes about how many bytes of keys and values a block has
 */
record FileShape(String compression, int blockBytes) {
  /** Kodiak's default size of a block. */
  static final int BLOCK = 16 << 10;

  /** RocksDB's default size of a block. */
  static final int SMALL_BLOCK = 4 << 10;

  /** What the goals are about. */
  static final FileShape LZ4 = new FileShape("lz4", BLOCK);

  /** The same with RocksDB's blocks. */
  static final FileShape LZ4_SMALL = new FileShape("lz4", SMALL_BLOCK);

  /** Without compression. */
  static final FileShape PLAIN = new FileShape("none", BLOCK);

  /** All that are measured. */
  static final List<FileShape> ALL = List.of(LZ4, LZ4_SMALL, PLAIN, new FileShape("zstd", BLOCK));

  /** A few characters, such as {@code lz4-16k}. */
  String label() {
    return compression + "-" + (blockBytes >> 10) + "k";
  }

  /** For people. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%s, blocks of %d KiB",
        compression.equals("none") ? "no compression" : compression.toUpperCase(Locale.ROOT),
        blockBytes >> 10);
  }

  /** Reads what {@link #label} wrote. */
  static FileShape of(String label) {
    int dash = label.lastIndexOf('-');
    if (dash < 1 || !label.endsWith("k")) {
      throw new IllegalArgumentException("\"" + label + "\" is not like lz4-16k");
    }
    int kibibytes = Integer.parseInt(label.substring(dash + 1, label.length() - 1));
    return new FileShape(label.substring(0, dash), kibibytes << 10);
  }
}

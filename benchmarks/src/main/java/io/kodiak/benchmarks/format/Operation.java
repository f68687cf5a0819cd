package io.kodiak.benchmarks.format;

import java.util.Arrays;
import java.util.Locale;

/** What is measured of a file. */
enum Operation {
  /** A file written, from the first row until it is durable. */
  WRITE("write", "ns a row"),
  /** The bytes of the file and what belongs to it. */
  SIZE("size", "MB"),
  /** A file opened. */
  OPEN("open", "ms"),
  /** All rows read in order, through the engine's merging scan and RocksDB's iterator. */
  SCAN("scan", "ns a row"),
  /** All blocks read in order and their rows walked over. */
  DECODE("scan by blocks", "ns a row"),
  /** A key looked up that is there, without a block cache, the file in the page cache. */
  GET("get, uncached", "µs"),
  /** A key looked up that is there, every block in the block cache. */
  GET_CACHED("get, cached", "µs");

  private final String label;
  private final String unit;

  Operation(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** How tables call it. */
  String label() {
    return label;
  }

  /** In what tables count it. */
  String unit() {
    return unit;
  }

  /** What RocksDB's figure for the same work is called. */
  Operation reference() {
    return this == DECODE ? SCAN : this;
  }

  /** Whether it is worth measuring: some figures do not depend on the shape. */
  boolean fits(FileShape shape) {
    return switch (this) {
      case OPEN, GET_CACHED -> shape.compression().equals("lz4");
      default -> true;
    };
  }

  /** A figure in {@link #unit}. */
  String format(double figure) {
    return switch (this) {
      case WRITE, SCAN, DECODE -> String.format(Locale.ROOT, "%,.0f", figure);
      case SIZE -> String.format(Locale.ROOT, "%,.1f", figure / 1e6);
      case OPEN -> String.format(Locale.ROOT, "%.2f", figure / 1e6);
      case GET, GET_CACHED -> String.format(Locale.ROOT, "%.2f", figure / 1e3);
    };
  }

  /** How requests and results name it. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Operation of(String key) {
    return Arrays.stream(values())
        .filter(operation -> operation.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no operation \"" + key + "\""));
  }
}

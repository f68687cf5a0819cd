package io.kodiak.benchmarks.memtable;

import java.util.Arrays;
import java.util.Locale;

/** What is measured of a memtable. */
enum Operation {
  /** An entry put into a memtable that grows from nothing to its size. */
  PUT("put", "put"),
  /** Processor time of a put in all threads: with the collector and upkeep in the background. */
  PUT_CPU("put (cpu)", "processor time of a put, all threads of the process"),
  /**
   * A put like the first for the second half of the entries, while another thread looks keys of the
   * first half up.
   */
  PUT_BESIDE("put + reader", "put while another thread reads"),
  /** A key looked up that is there. */
  GET("get", "get a key that is there"),
  /** The same by one thread while another puts. */
  GET_BESIDE("get + writer", "get while another thread puts"),
  /** A key looked up that is not there. */
  MISS("get missing", "get a key that is not there"),
  /** A cursor made, a seek, the entry there and ten more. */
  SEEK("seek + 10", "make a cursor, seek, walk over ten more"),
  /** A put, then a cursor made and a seek: what sorting on reading costs at its worst. */
  PUT_THEN_SEEK("put + seek", "put, then make a cursor and seek"),
  /** An entry of the first walk of all after the last put. */
  FIRST_WALK("first walk", "walk over all, for the first time"),
  /** An entry of a walk upwards. */
  WALK("walk", "walk upwards"),
  /** An entry of a walk downwards. */
  WALK_DOWN("walk down", "walk downwards"),
  /** An entry of the first walk of all that copies everything into blocks, as a flush does. */
  FLUSH("flush", "walk for the first time and build blocks, as a flush does"),
  /** Bytes of memory for each entry. */
  MEMORY("bytes", "bytes of an entry");

  private final String label;
  private final String description;

  Operation(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /** The heading of its column. */
  String label() {
    return label;
  }

  /** What is done, in a few words. */
  String description() {
    return description;
  }

  /** Whether a walk's cost is given for each entry that it passes. */
  boolean ofEachEntry() {
    return switch (this) {
      case FIRST_WALK, WALK, WALK_DOWN, FLUSH, MEMORY -> true;
      default -> false;
    };
  }

  /** Whether nothing is looked up. */
  boolean isPutOrWalk() {
    return this == PUT || this == PUT_CPU || ofEachEntry();
  }

  /** How files of results name it. */
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

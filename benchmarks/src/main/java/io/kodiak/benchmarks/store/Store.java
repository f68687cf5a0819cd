package io.kodiak.benchmarks.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An open key-value store: one table of an engine under test.
 *
 * <p>Every call maps to what a user of that engine writes for it, with nothing in between. Reads
 * and writes are safe for use by several threads.
 */
public interface Store extends AutoCloseable {
  /** Sets the value of a key; durable on return if the store was opened so. */
  void put(byte[] key, byte[] value);

  /** The value of a key in a fresh array; {@code null} when there is none. */
  byte @Nullable [] get(byte[] key);

  /** A fresh walk over all entries, not yet on one. */
  Walk walk(Direction direction);

  /** A fresh walk upwards from the first entry at or beyond {@code key}, not yet on an entry. */
  Walk walkFrom(byte[] key);

  /** Flushes what is in memory and waits until no flush or compaction runs or is due. */
  void settle();

  /** Merges everything into the deepest level. */
  void compact();

  /** Bytes of table files that flushes and compactions wrote since the store was opened. */
  long tableBytesWritten();

  /** Bytes of table files that compactions read since the store was opened. */
  long tableBytesMerged();

  /** Bytes of the table files that the tree consists of now. */
  long tableBytes();

  /** How many sorted runs the tree consists of now. */
  int runs();

  /** The shape of the tree for people, such as {@code L0:2 L6:3}. */
  String shape();

  @Override
  void close();

  /** Which way a walk goes. */
  enum Direction {
    /** By key upwards. */
    ASCENDING,
    /** By key downwards. */
    DESCENDING
  }

  /** Opens stores of one engine. */
  @FunctionalInterface
  interface Opener {
    /** Opens the store in {@code directory}, making it where there is none. */
    Store open(Path directory, StoreOptions options);
  }
}

package io.kodiak.benchmarks.store;

/** A position in the entries of a {@link Store}; for one thread. */
public interface Walk extends AutoCloseable {
  /** Moves to the next entry, at first to the first one; says whether there is one. */
  boolean next();

  /** A copy of the key. */
  byte[] key();

  /** A copy of the value. */
  byte[] value();

  /**
   * Reads key and value without making arrays, by the quickest means that the engine offers.
   *
   * @return the bytes of both, so that the work cannot be optimised away
   */
  int touch();

  /** Moves to the first entry at or beyond {@code key}; says whether there is one. */
  boolean seek(byte[] key);

  @Override
  void close();
}

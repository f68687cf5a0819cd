package io.kodiak.benchmarks.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is open, with what each engine has to read it quickly. For one thread. */
interface OpenedFile extends AutoCloseable {
  /** Reads all rows in order. */
  void scan(Tally tally) throws IOException;

  /** Looks up the keys of {@code order} between two places, one after the other. */
  void lookUp(Rows rows, int[] order, int from, int to, Tally tally) throws IOException;

  /** A copy of the value of a key; {@code null} when it is not there. */
  byte @Nullable [] value(byte[] key) throws IOException;

  @Override
  void close() throws IOException;
}

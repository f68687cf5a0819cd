package io.kodiak.cli;

import java.io.Closeable;
import java.io.IOException;

/** The rows of a file, read one after the other. */
sealed interface Rows extends Closeable permits CsvRows, JsonRows {
  /**
   * Moves to the next row.
   *
   * @return whether there is one
   * @throws BadRow when it cannot be used; then the next call moves to the row after it
   * @throws IOException when the file cannot be read any further; the message names the line
   */
  boolean next() throws BadRow, IOException;

  /** What the row has in the key column. */
  String key();

  /** The row as a JSON object, in UTF-8. */
  byte[] value();

  /** The line where the row begins, from 1. */
  long line();
}

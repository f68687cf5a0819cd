package io.kodiak.cli;

import java.io.Closeable;
import java.io.IOException;

/**
 * The rows of a file, read one after the other. What becomes of a row is a key, which is the text
 * of one column, and a value: the text of another one, or the whole row.
 */
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

  /**
   * What the row has in the value column, or the whole row as a JSON object in UTF-8 when there is
   * no such column.
   *
   * @param encoding how the value column holds bytes
   * @throws IllegalArgumentException when its text stands for none
   */
  byte[] value(Encoding encoding);

  /** The line where the row begins, from 1. */
  long line();
}

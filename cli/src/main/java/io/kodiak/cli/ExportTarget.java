package io.kodiak.cli;

import io.kodiak.api.EntryView;
import java.io.Closeable;
import java.io.IOException;

/**
 * A file of rows that is written from its begin to its end, into a stream that it was made with and
 * that someone else closes. For one thread.
 */
interface ExportTarget extends Closeable {
  /**
   * Writes a row. Rows come in ascending order of their keys, each key once.
   *
   * @param entry its key and its value, valid until this call returns
   * @throws IOException when the stream fails, or when this format cannot hold the row; the message
   *     names the key
   */
  void row(EntryView entry) throws IOException;

  /** Writes what the file needs behind its last row, and flushes the stream. Called once. */
  void finish() throws IOException;

  /**
   * Gives back what this target holds, but leaves the stream open. Without {@link #finish} before,
   * what the stream got is no whole file. Closing again does nothing.
   */
  @Override
  void close() throws IOException;
}

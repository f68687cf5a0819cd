package io.kodiak.engine.storage;

import io.kodiak.api.FileSink;
import java.io.Closeable;
import java.io.IOException;

/**
 * A file that is written once, from its begin to its end. For one thread at a time. An interrupt of
 * that thread changes nothing.
 */
public interface WritableFile extends FileSink, Closeable {
  /**
   * Makes everything written so far durable.
   *
   * @throws IOException when it is unknown what of it is durable; to force again proves nothing
   */
  void force() throws IOException;

  /** Closes the file; forces nothing. A second call does nothing. */
  @Override
  void close() throws IOException;
}

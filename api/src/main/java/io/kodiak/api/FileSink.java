package io.kodiak.api;

import java.io.IOException;

/**
 * A file being written from its begin to its end. For one thread. The engine opens, forces and
 * closes it.
 */
public interface FileSink {
  /** The name of the file, for messages. */
  String name();

  /** The number of bytes written so far: where the next ones go. */
  long position();

  /**
   * Appends {@code length} bytes of {@code source} from {@code offset}; all of them or an error.
   */
  void write(byte[] source, int offset, int length) throws IOException;
}

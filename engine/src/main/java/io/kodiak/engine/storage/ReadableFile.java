package io.kodiak.engine.storage;

import io.kodiak.api.FileSource;
import java.io.Closeable;
import java.io.IOException;

/**
 * A finished file, open for reading. Safe for use by several threads; survives their interrupts.
 *
 * <p>Whoever closes it makes sure that no read is under way.
 */
public interface ReadableFile extends FileSource, Closeable {
  /** Closes the file and gives back its address space. A second call does nothing. */
  @Override
  void close() throws IOException;
}

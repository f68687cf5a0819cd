package io.kodiak.api;

import java.io.Closeable;
import java.io.IOException;

/** Decodes the blocks of one SSTable. Safe for use by several threads. */
public interface SSTableReader extends Closeable {
  /** The number of blocks. */
  int blockCount();

  /**
   * Exactly the block that was appended as number {@code index}, counted from 0. Each call may
   * decode it anew: the engine caches.
   *
   * @throws CorruptionException when the bytes cannot be a block of this file
   */
  Block block(int index) throws IOException;

  /** Releases what the reader holds. The engine closes the file itself. */
  @Override
  void close() throws IOException;
}

package io.kodiak.api;

import java.io.Closeable;
import java.io.IOException;

/** Decodes the blocks of one SSTable. Safe for use by several threads. */
public interface SSTableReader extends Closeable {
  /** The number of blocks. */
  int blockCount();

  /**
   * Exactly the block that was appended as number {@code index}, counted from 0. Each call decodes
   * it anew: the engine caches. The arrays of the block are nobody else's, as the engine may give
   * them to another call, or another reader, once nobody reads the block any more.
   *
   * @throws CorruptionException when the bytes cannot be a block of this file
   */
  Block block(int index) throws IOException;

  /**
   * The same block as {@link #block(int)}, perhaps in the arrays of a spent one: who looks at
   * blocks once, as a scan does, needs no new memory for each. A format that makes no use of it
   * need not implement this.
   *
   * @param spent any block that this or another reader made and that nobody reads any more; it must
   *     not be used again, whether or not this succeeds
   * @throws CorruptionException when the bytes cannot be a block of this file
   * @see BlockArrays
   */
  default Block block(int index, Block spent) throws IOException {
    return block(index);
  }

  /** Releases what the reader holds. The engine closes the file itself. */
  @Override
  void close() throws IOException;
}

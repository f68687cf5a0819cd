package io.kodiak.api;

import java.io.IOException;

/**
 * A block as it lies in a file: its keys, sequences and kinds are decoded, its values are not.
 *
 * <p>An {@link EncodedBlockReader} makes it and an {@link EncodedBlockWriter} of the same format
 * takes it over. It stays as it is for as long as anybody holds it, whatever else the reader does,
 * and needs no file any more. For one thread at a time.
 */
public interface EncodedBlock {
  /**
   * The rows of the block, with values that have no bytes: see {@link Block#withoutValues}. The
   * same block each time.
   */
  Block rows();

  /** About how many bytes the values have once they are decoded; not negative. */
  long valueBytes();

  /** The bytes that a writer takes over without decoding them; at least 1. */
  long encodedBytes();

  /**
   * The whole block, exactly as {@link SSTableReader#block(int)} gives it, but in arrays that it
   * may share with this one: they must not be used again for another block.
   *
   * @throws CorruptionException when the bytes cannot be those of such a block
   */
  Block decode() throws IOException;
}

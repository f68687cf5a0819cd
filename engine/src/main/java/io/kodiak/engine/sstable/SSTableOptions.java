package io.kodiak.engine.sstable;

import io.kodiak.api.Limits;

/**
 * How the SSTables of a table are built.
 *
 * @param blockBytes about how large a block is, in bytes of keys and values; 256 to {@link
 *     Limits#MAX_BLOCK_BYTES}
 * @param bloomBitsPerKey what the bloom filter spends on each key, in bits; 0: no filter; at most
 *     {@link BloomFilter#MAX_BITS_PER_KEY}
 */
public record SSTableOptions(int blockBytes, int bloomBitsPerKey) {
  /** Blocks of 16 KiB, 10 bits a key. */
  public static final SSTableOptions DEFAULT = new SSTableOptions(16 << 10, 10);

  /** Checks the bounds. */
  public SSTableOptions {
    if (blockBytes < 256 || blockBytes > Limits.MAX_BLOCK_BYTES) {
      throw new IllegalArgumentException(
          "block size " + blockBytes + ": not between 256 and " + Limits.MAX_BLOCK_BYTES);
    }
    if (bloomBitsPerKey < 0 || bloomBitsPerKey > BloomFilter.MAX_BITS_PER_KEY) {
      throw new IllegalArgumentException(
          "bloom filter of "
              + bloomBitsPerKey
              + " bits a key: not between 0 and "
              + BloomFilter.MAX_BITS_PER_KEY);
    }
  }
}

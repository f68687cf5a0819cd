package io.kodiak.engine.sstable;

import io.kodiak.api.Block;

/**
 * Where in a SSTable a key may be: for each block a key above everything before it and not above
 * anything in it, and the number of its rows. Immutable.
 *
 * <p>That key is the block's first one, cut behind the first byte that tells it from the key
 * before: long keys take little room here.
 */
final class BlockIndex {
  private final KeyIndex keys;
  private final int[] rows;
  private final long[] continued;

  /**
   * Makes an index over the given arrays, which it keeps.
   *
   * @param rows the number of rows of each block
   * @param continued a bit for each block whose first key is the last key of the block before it
   */
  BlockIndex(KeyIndex keys, int[] rows, long[] continued) {
    this.keys = keys;
    this.rows = rows;
    this.continued = continued;
  }

  /** The number of blocks, at least 1. */
  int blockCount() {
    return rows.length;
  }

  /** The number of rows of each block; not to be written. */
  int[] rows() {
    return rows;
  }

  /** The number of rows of a block. */
  int rows(int block) {
    return rows[block];
  }

  /** Whether the block begins with a further version of the key that the block before ends with. */
  boolean continues(int block) {
    return (continued[block >> 6] & (1L << block)) != 0;
  }

  /** The keys that the blocks begin with, or what tells them from the key before. */
  KeyIndex keys() {
    return keys;
  }

  /** One bit a block, as {@link #continues}; not to be written. */
  long[] continued() {
    return continued;
  }

  /**
   * The first block that may hold the key: if it does not hold the key or a greater one, the next
   * block, if there is one, begins above the key.
   */
  int find(byte[] key, int offset, int length) {
    int block = keys.firstAtLeast(key, offset, length);
    if (block < keys.count()
        && !continues(block)
        && keys.compare(block, key, offset, length) == 0) {
      return block;
    }
    return Math.max(0, block - 1);
  }

  /** Whether a block's first and last keys are where those of block {@code number} must be. */
  boolean admits(int number, Block block) {
    byte[] array = block.keyArray();
    int first = block.keyOffsets()[0];
    if (keys.compare(number, array, first, block.keyLength(0)) > 0) {
      return false;
    }
    if (number + 1 == rows.length) {
      return true;
    }
    int row = rows[number] - 1;
    int order = keys.compare(number + 1, array, block.keyOffsets()[row], block.keyLength(row));
    return continues(number + 1) ? order == 0 : order > 0;
  }
}

package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import java.util.Arrays;

/**
 * Finds keys in a block.
 *
 * <p>What the first and the last key share, all keys of the block share: it is compared once, and
 * behind it eight bytes of each key at a time, as one number.
 */
public final class BlockSearch {
  private BlockSearch() {}

  /**
   * The first row whose key is at least the given one; the number of rows when there is none. With
   * several versions of the key, that is the newest one in this block.
   */
  public static int firstAtLeast(Block block, byte[] key, int offset, int length) {
    byte[] keys = block.keyArray();
    int[] offsets = block.keyOffsets();
    int count = block.count();
    int common =
        Slice.commonPrefix(
            keys,
            offsets[0],
            offsets[1] - offsets[0],
            keys,
            offsets[count - 1],
            offsets[count] - offsets[count - 1]);
    int shared = Math.min(common, length);
    int start = offsets[0];
    int at = Arrays.mismatch(keys, start, start + shared, key, offset, offset + shared);
    if (at >= 0) {
      return Byte.compareUnsigned(keys[start + at], key[offset + at]) < 0 ? count : 0;
    }
    if (length < common) {
      return 0;
    }
    long wanted = KeyPrefix.of(key, offset + common, length - common);
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int from = offsets[middle] + common;
      int end = offsets[middle + 1];
      long found = KeyPrefix.of(keys, from, end - from);
      boolean below =
          found < wanted
              || (found == wanted
                  && Arrays.compareUnsigned(keys, from, end, key, offset + common, offset + length)
                      < 0);
      if (below) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether the key of {@code row} is the given one. */
  public static boolean hasKey(Block block, int row, byte[] key, int offset, int length) {
    int from = block.keyOffsets()[row];
    int end = block.keyOffsets()[row + 1];
    return end - from == length
        && Arrays.equals(block.keyArray(), from, end, key, offset, offset + length);
  }
}

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
    int common = commonPrefix(keys, offsets, count);
    int shared = Math.min(common, length);
    int start = offsets[0];
    int at = Arrays.mismatch(keys, start, start + shared, key, offset, offset + shared);
    if (at >= 0) {
      return Byte.compareUnsigned(keys[start + at], key[offset + at]) < 0 ? count : 0;
    }
    if (length < common) {
      return 0;
    }
    return firstBetween(keys, offsets, 0, count, common, key, offset, length);
  }

  /** How many bytes all keys share. */
  static int commonPrefix(byte[] keys, int[] offsets, int count) {
    return Slice.commonPrefix(
        keys,
        offsets[0],
        offsets[1] - offsets[0],
        keys,
        offsets[count - 1],
        offsets[count] - offsets[count - 1]);
  }

  /**
   * The first row from {@code from} to, not including, {@code to} whose key is at least the given
   * one; {@code to} when there is none. All of these keys begin with the first {@code common} bytes
   * of the given one.
   */
  static int firstBetween(
      byte[] keys,
      int[] offsets,
      int from,
      int to,
      int common,
      byte[] key,
      int offset,
      int length) {
    long wanted = KeyPrefix.of(key, offset + common, length - common);
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int start = offsets[middle] + common;
      int end = offsets[middle + 1];
      long found = KeyPrefix.of(keys, start, end - start);
      if (found < wanted
          || (found == wanted
              && Arrays.compareUnsigned(keys, start, end, key, offset + common, offset + length)
                  < 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

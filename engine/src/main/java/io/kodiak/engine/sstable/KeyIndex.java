package io.kodiak.engine.sstable;

import io.kodiak.api.Slice;
import java.util.Arrays;

/**
 * Keys in ascending order, in flat arrays, made to be searched.
 *
 * <p>What all keys begin with is compared once; behind it, eight bytes of each key stand as a
 * number in an array of their own, so that a search mostly compares numbers that lie close
 * together. Keys may repeat. Immutable.
 */
public final class KeyIndex {
  private final int count;
  private final byte[] bytes;
  private final int[] offsets;
  private final int common;
  private final long[] prefixes;

  /**
   * Makes an index over the given arrays, which it keeps.
   *
   * @param count the number of keys, at least 1
   * @param offsets where in {@code bytes} each key begins, and the end of the last: {@code count +
   *     1}
   */
  public KeyIndex(int count, byte[] bytes, int[] offsets) {
    this.count = count;
    this.bytes = bytes;
    this.offsets = offsets;
    // The keys ascend: what the first and the last share, all share.
    common =
        Slice.commonPrefix(
            bytes,
            offsets[0],
            offsets[1] - offsets[0],
            bytes,
            offsets[count - 1],
            offsets[count] - offsets[count - 1]);
    prefixes = new long[count];
    for (int i = 0; i < count; i++) {
      int from = offsets[i] + common;
      prefixes[i] = KeyPrefix.of(bytes, from, offsets[i + 1] - from);
    }
  }

  /** The number of keys, at least 1. */
  public int count() {
    return count;
  }

  /** Key number {@code index} as a slice over this index' bytes; allocates. */
  public Slice key(int index) {
    return Slice.of(bytes, offsets[index], offsets[index + 1] - offsets[index]);
  }

  /** Compares key number {@code index} with a range of bytes. */
  public int compare(int index, byte[] key, int offset, int length) {
    return Arrays.compareUnsigned(
        bytes, offsets[index], offsets[index + 1], key, offset, offset + length);
  }

  /** The first key that is at least the given one; {@link #count()} when there is none. */
  public int firstAtLeast(byte[] key, int offset, int length) {
    return first(key, offset, length, 0);
  }

  /** The first key that is greater than the given one; {@link #count()} when there is none. */
  public int firstAbove(byte[] key, int offset, int length) {
    return first(key, offset, length, 1);
  }

  /** The first key whose comparison with the given one yields at least {@code least}: 0 or 1. */
  private int first(byte[] key, int offset, int length, int least) {
    if (common > 0) {
      int start = offsets[0];
      int shared = Math.min(common, length);
      int at = Arrays.mismatch(bytes, start, start + shared, key, offset, offset + shared);
      if (at >= 0) {
        return Byte.compareUnsigned(bytes[start + at], key[offset + at]) < 0 ? count : 0;
      }
      if (length < common) {
        return 0;
      }
    }
    long wanted = KeyPrefix.of(key, offset + common, length - common);
    int low = firstPrefix(wanted, 0);
    if (low == count || prefixes[low] != wanted) {
      return low;
    }
    return firstAmongTies(low, wanted, key, offset, length, least);
  }

  /** The first key from {@code from} on whose prefix is at least {@code wanted}. */
  private int firstPrefix(long wanted, int from) {
    long[] array = prefixes;
    int low = from;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (array[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The search from key {@code from} on, whose prefix is {@code wanted}, among those with the same
   * one.
   */
  private int firstAmongTies(int from, long wanted, byte[] key, int offset, int length, int least) {
    int low = from;
    int high = wanted == Long.MAX_VALUE ? count : firstPrefix(wanted + 1, from);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, key, offset, length) < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The heap that this index takes, in bytes. */
  long heapBytes() {
    return offsets[count] - offsets[0] + 12L * count;
  }

  /** Whether no key is less than the one before it, as a search relies on. */
  boolean ascends() {
    for (int i = 1; i < count; i++) {
      if (prefixes[i - 1] > prefixes[i]
          || (prefixes[i - 1] == prefixes[i]
              && compare(i - 1, bytes, offsets[i], offsets[i + 1] - offsets[i]) > 0)) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of all keys; not to be written. */
  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes()} each key begins, and the end of the last; not to be written. */
  int[] offsets() {
    return offsets;
  }
}

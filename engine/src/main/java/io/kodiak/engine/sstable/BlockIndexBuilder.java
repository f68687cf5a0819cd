package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link BlockIndex} knows, block by block. For one thread. */
final class BlockIndexBuilder {
  private int count;
  private byte[] keys = new byte[1 << 10];
  private int[] offsets = new int[65];
  private int[] rows = new int[64];
  private long[] continued = new long[1];

  /** The number of blocks so far. */
  int count() {
    return count;
  }

  /** The room that the index takes in a sidecar, in bytes. */
  long bytes() {
    return offsets[count] + 8L * count;
  }

  /**
   * Adds a block.
   *
   * @param before the block before it; {@code null} for the first
   */
  void add(Block block, @Nullable Block before) {
    int first = block.keyOffsets()[0];
    int length = block.keyLength(0);
    int kept = length;
    reserve();
    if (before != null) {
      int last = before.count() - 1;
      int shared =
          Slice.commonPrefix(
              before.keyArray(),
              before.keyOffsets()[last],
              before.keyLength(last),
              block.keyArray(),
              first,
              length);
      if (shared == length) {
        continued[count >> 6] |= 1L << count;
      } else {
        kept = shared + 1;
      }
    }
    int end = Math.addExact(offsets[count], kept);
    if (end > keys.length) {
      keys = Arrays.copyOf(keys, (int) Math.max(end, Math.min(2L * end, Integer.MAX_VALUE - 8)));
    }
    System.arraycopy(block.keyArray(), first, keys, offsets[count], kept);
    rows[count] = block.count();
    offsets[++count] = end;
  }

  private void reserve() {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count + 1);
      continued = Arrays.copyOf(continued, rows.length >>> 6);
    }
  }

  /** Makes the index of at least one block. */
  BlockIndex build() {
    KeyIndex index =
        new KeyIndex(count, Arrays.copyOf(keys, offsets[count]), Arrays.copyOf(offsets, count + 1));
    return new BlockIndex(
        index, Arrays.copyOf(rows, count), Arrays.copyOf(continued, (count + 63) >>> 6));
  }
}

package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block with what makes it quick to look into: a point read in a large cache spends its time
 * waiting for memory, so the fewer lines of it are touched, the better.
 *
 * <p>For seeks, eight bytes of every eighth key stand as numbers in one small array. For point
 * reads of a block that is asked repeatedly, a hash table tells the row of a key; it is made then.
 * Both are a few hundred bytes for a block of 16 KiB. Safe for use by several threads.
 */
public final class LookupBlock extends CacheNode {
  private static final int SPACING = 8;
  private static final int ROW_BITS = 10;
  private static final int MAX_HASHED_ROWS = (1 << ROW_BITS) - 2;

  private final Block block;
  // The arrays of the block, without the two objects between.
  private final int count;
  private final byte[] keys;
  private final int[] keyOffsets;
  private final long[] sequences;
  private final byte[] kinds;
  private final byte[] values;
  private final int[] valueOffsets;

  /** How many bytes all keys share. */
  private final int common;

  /**
   * How many longs of {@link #samples} hold these bytes; behind them are the numbers of the keys.
   */
  private final int commonLongs;

  private final long[] samples;

  /** For each bucket 0, or six bits of a key's hash and its row plus one. */
  private volatile char @Nullable [] buckets;

  /** Wraps a block. */
  LookupBlock(Block block) {
    this.block = block;
    count = block.count();
    keys = block.keyArray();
    keyOffsets = block.keyOffsets();
    sequences = block.sequences();
    kinds = block.kinds();
    values = block.values().array();
    valueOffsets = block.values().offsets();
    common = BlockSearch.commonPrefix(keys, keyOffsets, count);
    commonLongs = (common + 7) >>> 3;
    samples = new long[commonLongs + (count + SPACING - 1) / SPACING];
    for (int i = 0; i < commonLongs; i++) {
      samples[i] = KeyPrefix.of(keys, keyOffsets[0] + 8 * i, Math.min(8, common - 8 * i));
    }
    for (int i = commonLongs; i < samples.length; i++) {
      int row = SPACING * (i - commonLongs);
      int from = keyOffsets[row] + common;
      samples[i] = KeyPrefix.of(keys, from, keyOffsets[row + 1] - from);
    }
  }

  /** The block itself. */
  public Block block() {
    return block;
  }

  /** About the heap that all of this takes, the hash table counted, in bytes. */
  @Override
  long heapBytes() {
    int table = count > MAX_HASHED_ROWS ? 0 : 16 + 2 * bucketCount();
    return block.heapBytes() + 112 + 16 + 8L * samples.length + table;
  }

  /**
   * The first row whose key is at least the given one; the number of rows when there is none. With
   * several versions of the key, that is the newest one in this block.
   */
  public int firstAtLeast(byte[] key, int offset, int length) {
    long[] numbers = samples;
    int begin = commonLongs;
    for (int i = 0; i < begin; i++) {
      int at = 8 * i;
      long theirs = KeyPrefix.of(key, offset + at, Math.min(Math.min(8, common - at), length - at));
      if (theirs != numbers[i]) {
        return theirs < numbers[i] ? 0 : count;
      }
    }
    if (length < common) {
      return 0;
    }
    long wanted = KeyPrefix.of(key, offset + common, length - common);
    int low = begin;
    int high = numbers.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    while (high < numbers.length && numbers[high] == wanted) {
      high++;
    }
    int from = low == begin ? 0 : SPACING * (low - begin - 1) + 1;
    int to = Math.min(count, SPACING * (high - begin));
    return BlockSearch.firstBetween(keys, keyOffsets, from, to, common, key, offset, length);
  }

  /** The newest row of a key whose {@link KeyHash} is {@code hash}; -1 when it is not here. */
  int find(long hash, byte[] key, int offset, int length) {
    char[] table = buckets;
    if (table == null) {
      if (count > MAX_HASHED_ROWS || !isUsedAgain()) {
        int row = firstAtLeast(key, offset, length);
        return row < count && hasKey(row, key, offset, length) ? row : -1;
      }
      table = buckets();
    }
    int mask = table.length - 1;
    int tag = (int) (hash >>> 58);
    for (int at = (int) hash & mask; table[at] != 0; at = (at + 1) & mask) {
      int row = (table[at] & ((1 << ROW_BITS) - 1)) - 1;
      if (table[at] >>> ROW_BITS == tag && hasKey(row, key, offset, length)) {
        return row;
      }
    }
    return -1;
  }

  /**
   * The first row from {@code row} on that the snapshot sees, among those of the same key; -1 when
   * there is none.
   */
  int visible(int row, byte[] key, int offset, int length, long snapshot) {
    int at = row;
    while (sequences[at] > snapshot) {
      at++;
      if (at == count || !hasKey(at, key, offset, length)) {
        return -1;
      }
    }
    return at;
  }

  /** Whether the key of {@code row} is the given one. */
  boolean hasKey(int row, byte[] key, int offset, int length) {
    return Arrays.equals(keys, keyOffsets[row], keyOffsets[row + 1], key, offset, offset + length);
  }

  /** Whether the key of the last row is the given one. */
  boolean endsWith(byte[] key, int offset, int length) {
    return hasKey(count - 1, key, offset, length);
  }

  /** Points {@code view} at {@code row}. */
  void read(int row, EntryView view) {
    int key = keyOffsets[row];
    int value = valueOffsets[row];
    view.key(keys, key, keyOffsets[row + 1] - key);
    view.version(sequences[row], EntryKind.ofCode(kinds[row]));
    view.value(values, value, valueOffsets[row + 1] - value);
  }

  private int bucketCount() {
    return Integer.highestOneBit(Math.max(2, count + (count >> 1)) - 1) << 1;
  }

  private char[] buckets() {
    char[] table = new char[bucketCount()];
    int mask = table.length - 1;
    long before = 0;
    for (int row = 0; row < count; row++) {
      int from = keyOffsets[row];
      long hash = KeyHash.of(keys, from, keyOffsets[row + 1] - from);
      // A further version of a key has the hash of the one before; so, hardly ever, has another
      // key.
      if (row > 0 && hash == before && sameKey(row)) {
        continue;
      }
      int at = (int) hash & mask;
      while (table[at] != 0) {
        at = (at + 1) & mask;
      }
      table[at] = (char) ((int) (hash >>> 58) << ROW_BITS | (row + 1));
      before = hash;
    }
    buckets = table;
    return table;
  }

  private boolean sameKey(int row) {
    int from = keyOffsets[row];
    return hasKey(row - 1, keys, from, keyOffsets[row + 1] - from);
  }
}

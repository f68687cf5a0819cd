package io.kodiak.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable batch of sorted entries, stored by column: the unit of everything on disk.
 *
 * <p><b>Ordering.</b> By key upwards (unsigned bytes) and, within a key, by sequence downwards. The
 * versions of one key may continue in the next block.
 *
 * <p><b>Arrays.</b> A block shares the arrays it is made of; they may be larger than its rows need,
 * and nobody writes to them as long as anybody reads the block. Row {@code i}'s key is the range of
 * the key array from {@code keyOffsets[i]} to {@code keyOffsets[i + 1]}. The value side is a list
 * of columns, today exactly one, a {@link BytesColumn} named {@value #VALUE}; a tombstone's value
 * has no bytes.
 *
 * <p>Blocks may be shared between threads once they are published safely.
 */
public final class Block {
  /** The name of the value column. */
  public static final String VALUE = "value";

  private static final byte[] NO_BYTES = {};

  /** The offsets of values that are not there, for as many rows as blocks mostly have. */
  private static final int[] NO_OFFSETS = new int[1 << 12];

  private final int count;
  private final byte[] keyArray;
  private final int[] keyOffsets;
  private final long[] sequences;
  private final byte[] kinds;
  private final BytesColumn values;

  /**
   * Makes a block over the given arrays, which it keeps.
   *
   * <p>The order of the entries is the caller's promise; {@link #check} examines it.
   *
   * @param count the number of rows, at least 1
   * @param keyOffsets at least {@code count + 1} rising offsets into {@code keyArray}
   * @param sequences at least {@code count}
   * @param kinds at least {@code count} codes of {@link EntryKind}
   * @throws IllegalArgumentException when an array is too short for {@code count} rows
   */
  public Block(
      int count,
      byte[] keyArray,
      int[] keyOffsets,
      long[] sequences,
      byte[] kinds,
      BytesColumn values) {
    if (count < 1
        || keyOffsets.length <= count
        || sequences.length < count
        || kinds.length < count
        || values.offsets().length <= count) {
      throw new IllegalArgumentException("arrays too short for a block of " + count + " rows");
    }
    this.count = count;
    this.keyArray = keyArray;
    this.keyOffsets = keyOffsets;
    this.sequences = sequences;
    this.kinds = kinds;
    this.values = values;
  }

  /**
   * Makes a block of rows whose values are not there: each has no bytes.
   *
   * @param count the number of rows, at least 1
   * @param keyOffsets at least {@code count + 1} rising offsets into {@code keyArray}
   * @param sequences at least {@code count}
   * @param kinds at least {@code count} codes of {@link EntryKind}
   * @throws IllegalArgumentException when an array is too short for {@code count} rows
   */
  public static Block withoutValues(
      int count, byte[] keyArray, int[] keyOffsets, long[] sequences, byte[] kinds) {
    int[] offsets = count < NO_OFFSETS.length ? NO_OFFSETS : new int[count + 1];
    BytesColumn values = new BytesColumn(VALUE, NO_BYTES, offsets);
    return new Block(count, keyArray, keyOffsets, sequences, kinds, values);
  }

  /** The number of rows, at least 1. */
  public int count() {
    return count;
  }

  /** The array that holds the bytes of all keys. */
  public byte[] keyArray() {
    return keyArray;
  }

  /** Where in {@link #keyArray()} each key begins; entry {@code count} is the end of the last. */
  public int[] keyOffsets() {
    return keyOffsets;
  }

  /** The sequence of each row. */
  public long[] sequences() {
    return sequences;
  }

  /** The {@link EntryKind#code() code} of the kind of each row. */
  public byte[] kinds() {
    return kinds;
  }

  /** The columns of the value side. */
  public List<Column> columns() {
    return List.of(values);
  }

  /** The value column. */
  public BytesColumn values() {
    return values;
  }

  /** The length of the key of {@code row} in bytes. */
  public int keyLength(int row) {
    return keyOffsets[row + 1] - keyOffsets[row];
  }

  /** The key of {@code row} as a slice over this block's bytes; allocates. */
  public Slice key(int row) {
    return Slice.of(keyArray, keyOffsets[row], keyLength(row));
  }

  /** The sequence of {@code row}. */
  public long sequence(int row) {
    return sequences[row];
  }

  /** The kind of {@code row}. */
  public EntryKind kind(int row) {
    return EntryKind.ofCode(kinds[row]);
  }

  /** The value of {@code row} as a slice over this block's bytes; allocates. */
  public Slice value(int row) {
    return Slice.of(values.array(), values.start(row), values.length(row));
  }

  /** Points {@code view} at {@code row}. */
  public void read(int row, EntryView view) {
    int keyStart = keyOffsets[row];
    view.key(keyArray, keyStart, keyOffsets[row + 1] - keyStart);
    view.version(sequences[row], EntryKind.ofCode(kinds[row]));
    view.value(values.array(), values.start(row), values.length(row));
  }

  /** Compares the key of {@code row} with a range of bytes. */
  public int compareKey(int row, byte[] array, int offset, int length) {
    return Arrays.compareUnsigned(
        keyArray, keyOffsets[row], keyOffsets[row + 1], array, offset, offset + length);
  }

  /**
   * The first row whose key is at least the given one; {@link #count()} when there is none. With
   * several versions of the key, that is the newest one in this block.
   */
  public int firstAtLeast(byte[] array, int offset, int length) {
    return firstAtLeast(keyArray, keyOffsets, count, array, offset, length);
  }

  /**
   * The first of the keys that is at least the given one; {@code count} when there is none.
   *
   * @param keys the bytes of ascending keys
   * @param offsets where each of them begins, and the end of the last
   * @param count how many there are
   */
  public static int firstAtLeast(
      byte[] keys, int[] offsets, int count, byte[] array, int offset, int length) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(
              keys, offsets[middle], offsets[middle + 1], array, offset, offset + length);
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The bytes of all keys and values. */
  public long contentBytes() {
    return (long) (keyOffsets[count] - keyOffsets[0])
        + (values.offsets()[count] - values.offsets()[0]);
  }

  /** About how much heap this block keeps alive, in bytes, for the accounting of caches. */
  public long heapBytes() {
    return 160L
        + keyArray.length
        + 4L * keyOffsets.length
        + 8L * sequences.length
        + kinds.length
        + (values.array() == keyArray ? 0 : values.array().length)
        + 4L * values.offsets().length;
  }

  /**
   * Examines everything that the rest of the system relies on: offsets inside their arrays and
   * rising, keys within {@link Limits}, known kinds, tombstones without bytes, sequences within
   * bounds, strictly ascending order.
   *
   * @throws IllegalArgumentException when something is off, naming the row
   */
  public void check() {
    int[] valueOffsets = values.offsets();
    require(keyOffsets[0] >= 0 && valueOffsets[0] >= 0, 0, "an offset is negative");
    require(keyOffsets[count] <= keyArray.length, count - 1, "the key ends behind its array");
    require(
        valueOffsets[count] <= values.array().length, count - 1, "the value ends behind its array");
    for (int row = 0; row < count; row++) {
      int keyLength = keyOffsets[row + 1] - keyOffsets[row];
      int valueLength = valueOffsets[row + 1] - valueOffsets[row];
      require(keyLength >= Limits.MIN_KEY_BYTES, row, "the key has no bytes");
      require(keyLength <= Limits.MAX_KEY_BYTES, row, "the key is too long");
      require(valueLength >= 0, row, "the value has a negative length");
      require(valueLength <= Limits.MAX_VALUE_BYTES, row, "the value is too long");
      require(EntryKind.isCode(kinds[row]), row, "the kind is unknown");
      require(kinds[row] == 0 || valueLength == 0, row, "the tombstone has a value");
      require(
          sequences[row] >= 1 && sequences[row] <= Limits.MAX_SEQUENCE,
          row,
          "the sequence is out of range");
      require(row == 0 || inOrder(row), row, "the entry is not in order");
    }
  }

  private boolean inOrder(int row) {
    int order =
        Arrays.compareUnsigned(
            keyArray,
            keyOffsets[row - 1],
            keyOffsets[row],
            keyArray,
            keyOffsets[row],
            keyOffsets[row + 1]);
    return order < 0 || (order == 0 && sequences[row - 1] > sequences[row]);
  }

  private static void require(boolean holds, int row, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("row " + row + " of a block: " + problem);
    }
  }

  /** Whether {@code other} is a block with the same entries, wherever their bytes lie. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Block that) || that.count != count) {
      return false;
    }
    for (int row = 0; row < count; row++) {
      if (sequences[row] != that.sequences[row]
          || kinds[row] != that.kinds[row]
          || !key(row).equals(that.key(row))
          || !value(row).equals(that.value(row))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Objects.hash(count, key(0), sequences[0], key(count - 1), sequences[count - 1]);
  }

  @Override
  public String toString() {
    return "Block[" + count + " entries, " + key(0) + " to " + key(count - 1) + "]";
  }
}

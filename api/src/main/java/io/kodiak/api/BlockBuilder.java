package io.kodiak.api;

import java.util.Arrays;

/**
 * Collects sorted entries into a {@link Block}.
 *
 * <p>The builder copies bytes in and hands its arrays over to the block, so {@link #build()} copies
 * nothing. It does not examine the order of what it is given. For one thread.
 */
public final class BlockBuilder {
  private int count;
  private byte[] keys;
  private int[] keyOffsets;
  private long[] sequences;
  private byte[] kinds;
  private byte[] values;
  private int[] valueOffsets;
  private int rowHint;
  private int keyHint;
  private int valueHint;

  /** Makes an empty builder that sizes its arrays by what comes. */
  public BlockBuilder() {
    this(64, 1 << 10, 8 << 10);
  }

  /** Makes an empty builder with room for the given numbers of rows, key bytes and value bytes. */
  public BlockBuilder(int rows, int keyBytes, int valueBytes) {
    rowHint = Math.max(1, rows);
    keyHint = Math.max(16, keyBytes);
    valueHint = Math.max(16, valueBytes);
    allocate();
  }

  private void allocate() {
    count = 0;
    keys = new byte[keyHint];
    keyOffsets = new int[rowHint + 1];
    sequences = new long[rowHint];
    kinds = new byte[rowHint];
    values = new byte[valueHint];
    valueOffsets = new int[rowHint + 1];
  }

  /** The number of rows so far. */
  public int count() {
    return count;
  }

  /** Whether there are no rows yet. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The bytes of keys and values so far, at most {@code Integer.MAX_VALUE}. */
  public int contentBytes() {
    return keyOffsets[count] + valueOffsets[count];
  }

  /** Adds the entry that {@code view} shows. */
  public void append(EntryView view) {
    append(
        view.keyArray(),
        view.keyOffset(),
        view.keyLength(),
        view.sequence(),
        view.kind().code(),
        view.valueArray(),
        view.valueOffset(),
        view.valueLength());
  }

  /** Adds an entry. */
  public void append(Slice key, long sequence, EntryKind kind, Slice value) {
    append(
        key.array(),
        key.offset(),
        key.length(),
        sequence,
        kind.code(),
        value.array(),
        value.offset(),
        value.length());
  }

  /** Adds an entry, given by ranges of bytes and the code of its kind. */
  public void append(
      byte[] keyArray,
      int keyOffset,
      int keyLength,
      long sequence,
      byte kind,
      byte[] valueArray,
      int valueOffset,
      int valueLength) {
    int row = count;
    reserve(1, keyLength, valueLength);
    int keyEnd = keyOffsets[row];
    int valueEnd = valueOffsets[row];
    System.arraycopy(keyArray, keyOffset, keys, keyEnd, keyLength);
    System.arraycopy(valueArray, valueOffset, values, valueEnd, valueLength);
    sequences[row] = sequence;
    kinds[row] = kind;
    keyOffsets[row + 1] = keyEnd + keyLength;
    valueOffsets[row + 1] = valueEnd + valueLength;
    count = row + 1;
  }

  /** Adds the rows of {@code block} from {@code from}, inclusive, to {@code to}, exclusive. */
  public void append(Block block, int from, int to) {
    int rows = to - from;
    int keyStart = block.keyOffsets()[from];
    int keyBytes = block.keyOffsets()[to] - keyStart;
    int[] sourceValues = block.values().offsets();
    int valueStart = sourceValues[from];
    int valueBytes = sourceValues[to] - valueStart;
    reserve(rows, keyBytes, valueBytes);
    int keyShift = keyOffsets[count] - keyStart;
    int valueShift = valueOffsets[count] - valueStart;
    System.arraycopy(block.keyArray(), keyStart, keys, keyOffsets[count], keyBytes);
    System.arraycopy(block.values().array(), valueStart, values, valueOffsets[count], valueBytes);
    System.arraycopy(block.sequences(), from, sequences, count, rows);
    System.arraycopy(block.kinds(), from, kinds, count, rows);
    int[] sourceKeys = block.keyOffsets();
    for (int i = 1; i <= rows; i++) {
      keyOffsets[count + i] = sourceKeys[from + i] + keyShift;
      valueOffsets[count + i] = sourceValues[from + i] + valueShift;
    }
    count += rows;
  }

  private void reserve(int rows, int keyBytes, int valueBytes) {
    if (count + rows > sequences.length) {
      int size = Math.max(count + rows, 2 * sequences.length);
      keyOffsets = Arrays.copyOf(keyOffsets, size + 1);
      valueOffsets = Arrays.copyOf(valueOffsets, size + 1);
      sequences = Arrays.copyOf(sequences, size);
      kinds = Arrays.copyOf(kinds, size);
    }
    keys = grown(keys, keyOffsets[count], keyBytes);
    values = grown(values, valueOffsets[count], valueBytes);
  }

  private static byte[] grown(byte[] array, int used, int more) {
    int needed = Math.addExact(used, more);
    if (needed <= array.length) {
      return array;
    }
    long doubled = Math.min(2L * array.length, Integer.MAX_VALUE - 8);
    return Arrays.copyOf(array, (int) Math.max(needed, doubled));
  }

  /**
   * Makes a block of the rows so far and empties the builder.
   *
   * @throws IllegalStateException when there are no rows
   */
  public Block build() {
    Block block = block();
    rowHint = count + (count >> 3) + 1;
    keyHint = Math.max(16, keyOffsets[count] + (keyOffsets[count] >> 3));
    valueHint = Math.max(16, Math.min(valueOffsets[count] + (valueOffsets[count] >> 3), 1 << 20));
    allocate();
    return block;
  }

  /**
   * Makes a block of the rows so far and empties the builder, which goes on with the arrays of
   * another block.
   *
   * @param spent a block that this builder made and that nobody reads any more
   * @throws IllegalStateException when there are no rows
   */
  public Block build(Block spent) {
    Block block = block();
    count = 0;
    keys = spent.keyArray();
    keyOffsets = spent.keyOffsets();
    sequences = spent.sequences();
    kinds = spent.kinds();
    values = spent.values().array();
    valueOffsets = spent.values().offsets();
    return block;
  }

  private Block block() {
    if (count == 0) {
      throw new IllegalStateException("a block has at least one row");
    }
    return new Block(
        count,
        keys,
        keyOffsets,
        sequences,
        kinds,
        new BytesColumn(Block.VALUE, values, valueOffsets));
  }
}

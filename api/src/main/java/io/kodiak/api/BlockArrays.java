package io.kodiak.api;

/**
 * The arrays for a block that is about to be decoded: those of a spent block where they are large
 * enough, else new ones. What a new array costs is mostly its memory, which is in no cache of the
 * processor; one that was just used is.
 *
 * <p>An array that is reused may be larger than asked for and holds anything. Within one block, ask
 * for each array once. For one thread.
 */
public final class BlockArrays {
  private static final byte[] NO_BYTES = {};
  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};

  private final boolean reusing;
  private byte[] keyArray = NO_BYTES;
  private int[] keyOffsets = NO_INTS;
  private long[] sequences = NO_LONGS;
  private byte[] kinds = NO_BYTES;
  private byte[] valueArray = NO_BYTES;
  private int[] valueOffsets = NO_INTS;

  private BlockArrays(boolean reusing) {
    this.reusing = reusing;
  }

  /** New arrays, exactly as large as asked for, for a block that will be kept. */
  public static BlockArrays fresh() {
    return new BlockArrays(false);
  }

  /** The arrays of a block that nobody reads any more, and new ones where those are too small. */
  public static BlockArrays of(Block spent) {
    BlockArrays arrays = new BlockArrays(true);
    arrays.keyArray = spent.keyArray();
    arrays.keyOffsets = spent.keyOffsets();
    arrays.sequences = spent.sequences();
    arrays.kinds = spent.kinds();
    // Keys and values of one block may lie in the same array; those of the next one must not.
    byte[] values = spent.values().array();
    arrays.valueArray = values == spent.keyArray() ? NO_BYTES : values;
    // Blocks without values share their offsets.
    arrays.valueOffsets = values.length == 0 ? NO_INTS : spent.values().offsets();
    return arrays;
  }

  /** The same arrays again and again, for whoever keeps no block. */
  public static BlockArrays reused() {
    return new BlockArrays(true);
  }

  /** Room for the bytes of all keys. */
  public byte[] keyArray(int bytes) {
    if (!reusing) {
      return new byte[bytes];
    }
    keyArray = atLeast(keyArray, bytes);
    return keyArray;
  }

  /** Room for one more offset than {@code rows}. */
  public int[] keyOffsets(int rows) {
    if (!reusing) {
      return new int[rows + 1];
    }
    keyOffsets = atLeast(keyOffsets, rows + 1);
    return keyOffsets;
  }

  /** Room for the sequences of so many rows. */
  public long[] sequences(int rows) {
    if (!reusing) {
      return new long[rows];
    }
    if (sequences.length < rows) {
      sequences = new long[withSpare(rows)];
    }
    return sequences;
  }

  /** Room for the kinds of so many rows. */
  public byte[] kinds(int rows) {
    if (!reusing) {
      return new byte[rows];
    }
    kinds = atLeast(kinds, rows);
    return kinds;
  }

  /** Room for the bytes of all values. */
  public byte[] valueArray(int bytes) {
    if (!reusing) {
      return new byte[bytes];
    }
    valueArray = atLeast(valueArray, bytes);
    return valueArray;
  }

  /** Room for one more offset than {@code rows}. */
  public int[] valueOffsets(int rows) {
    if (!reusing) {
      return new int[rows + 1];
    }
    valueOffsets = atLeast(valueOffsets, rows + 1);
    return valueOffsets;
  }

  /** The heap that the bytes of keys and values keep alive in here. */
  public long contentBytes() {
    return (long) keyArray.length + valueArray.length;
  }

  private static byte[] atLeast(byte[] array, int size) {
    return array.length >= size ? array : new byte[withSpare(size)];
  }

  private static int[] atLeast(int[] array, int size) {
    return array.length >= size ? array : new int[withSpare(size)];
  }

  /** A little more, so that arrays of about the same size fit soon. */
  private static int withSpare(int size) {
    return size < 1 << 20 ? size + (size >>> 3) : size;
  }
}

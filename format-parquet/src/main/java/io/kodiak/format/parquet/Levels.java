package io.kodiak.format.parquet;

/**
 * The definition levels of the value column: one bit a row, set where there is a value, in
 * Parquet's hybrid of runs and packed bits.
 *
 * <p>A tombstone is the row without a value, so the levels say of every row what its kind is, and
 * reading a block needs no page of the column {@code op}. That one is there for SQL.
 */
final class Levels {
  private static final byte PUT = 0;
  private static final byte DELETE = 1;

  private Levels() {}

  /** The most bytes that the levels of {@code rows} rows take. */
  static int bound(int rows) {
    return 5 + (rows + 7) / 8;
  }

  /**
   * Writes the levels of a block of whose rows {@code nulls} have no value: one run when all rows
   * are alike, else packed bits.
   *
   * @return the number of bytes written
   */
  static int encode(byte[] kinds, int rows, int nulls, byte[] target) {
    if (nulls == 0 || nulls == rows) {
      int at = varint(rows << 1, target);
      target[at] = (byte) (nulls == 0 ? 1 : 0);
      return at + 1;
    }
    int groups = (rows + 7) >>> 3;
    int at = varint(groups << 1 | 1, target);
    for (int group = 0; group < groups; group++) {
      int bits = 0;
      int last = Math.min(rows, (group + 1) << 3);
      for (int row = last - 1; row >= group << 3; row--) {
        bits = bits << 1 | (kinds[row] == PUT ? 1 : 0);
      }
      target[at++] = (byte) bits;
    }
    return at;
  }

  private static int varint(int value, byte[] target) {
    int at = 0;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  /**
   * Sets the kind of each row by the levels in {@code array} from {@code from} to {@code to}.
   *
   * @param kinds one for each row, and perhaps more
   * @param nulls how many rows have no value; anything else in the levels is malformed
   */
  static void decode(
      CompactInput in, byte[] array, int from, int to, byte[] kinds, int rows, int nulls) {
    in.over(array, from, to);
    int row = 0;
    int deletes = 0;
    while (row < rows) {
      int header = in.count();
      int run = header >>> 1;
      if (run == 0) {
        throw new MalformedException("the definition levels have an empty run");
      }
      int at = in.position();
      boolean packed = (header & 1) != 0;
      in.over(array, step(in, packed ? run : 1), to);
      int count = Math.min(rows - row, packed ? (int) Math.min(8L * run, 1 << 30) : run);
      for (int i = 0; i < count; i++) {
        int bit = packed ? (array[at + (i >>> 3)] >>> (i & 7)) & 1 : array[at] & 1;
        byte kind = bit != 0 ? PUT : DELETE;
        kinds[row++] = kind;
        deletes += kind;
      }
    }
    if (deletes != nulls) {
      throw new MalformedException("the definition levels do not have the nulls of the header");
    }
  }

  private static int step(CompactInput in, int bytes) {
    if (bytes > in.remaining()) {
      throw new MalformedException("the definition levels end too early");
    }
    return in.position() + bytes;
  }
}

package io.kodiak.format.orc;

import java.util.Arrays;

/**
 * Which rows of the stripe at hand have a value, a bit of each, the highest bit of a byte first;
 * and their encoding as ORC's run lengths of bytes. For one thread.
 *
 * <p>No reader of blocks needs it: the column {@code op} says the same, number by number, so that a
 * block need not begin at a whole byte.
 */
final class PresentBits {
  private static final int MIN_RUN = 3;
  private static final int MAX_RUN = 130;
  private static final int MAX_LITERALS = 128;

  private byte[] bits = new byte[1 << 10];
  private int rows;
  private byte[] out = new byte[0];

  /** Adds the rows from {@code from} to {@code to}, whose kinds are given. */
  void add(byte[] kinds, int from, int to) {
    int needed = (rows + to - from + 7) >>> 3;
    if (needed > bits.length) {
      bits = Arrays.copyOf(bits, Math.max(needed, 2 * bits.length));
    }
    for (int row = from; row < to; row++) {
      bits[rows >>> 3] |= (byte) ((1 - kinds[row]) << (7 - (rows & 7)));
      rows++;
    }
  }

  void clear() {
    Arrays.fill(bits, 0, (rows + 7) >>> 3, (byte) 0);
    rows = 0;
  }

  byte[] array() {
    return out;
  }

  /**
   * Encodes the rows of a row group to the begin of {@link #array}; returns the number of bytes.
   *
   * @param first the first row, which divides by eight
   */
  int encode(int first, int count) {
    int at = first >>> 3;
    int end = (first + count + 7) >>> 3;
    if (out.length < 2 * (end - at)) {
      out = new byte[2 * (end - at)];
    }
    int size = 0;
    int literals = at;
    while (at < end) {
      int run = run(at, Math.min(end, at + MAX_RUN));
      if (run >= MIN_RUN) {
        size = literals(literals, at, size);
        out[size++] = (byte) (run - MIN_RUN);
        out[size++] = bits[at];
        at += run;
        literals = at;
      } else {
        at += run;
      }
    }
    return literals(literals, end, size);
  }

  private int run(int at, int limit) {
    int next = at + 1;
    while (next < limit && bits[next] == bits[at]) {
      next++;
    }
    return next - at;
  }

  private int literals(int from, int to, int size) {
    int written = size;
    for (int at = from; at < to; at += MAX_LITERALS) {
      int count = Math.min(MAX_LITERALS, to - at);
      out[written++] = (byte) -count;
      System.arraycopy(bits, at, out, written, count);
      written += count;
    }
    return written;
  }
}

package io.kodiak.format.orc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes integers as ORC's run lengths of version 2. For one thread.
 *
 * <p>Of the four sorts of runs three are made: what rises or falls by the same step is a delta run,
 * or a short repeat when that is shorter, and everything else is packed by the bit as it is. A
 * patched run would save some bits of numbers that are large and near to each other; but ORC's
 * reader for Java needs at least one patch in it.
 *
 * @see <a href="https://orc.apache.org/specification/ORCv1/">Integer run length encoding, version
 *     2</a>
 */
final class RunLengthEncoder {
  static final int SHORT_REPEAT = 0;
  static final int DIRECT = 1;
  static final int DELTA = 3;
  static final int MAX_RUN = 512;
  static final int MIN_REPEAT = 3;
  static final int MAX_REPEAT = 10;

  /** So many numbers with one step between them are worth to end a packed run before them. */
  private static final int MIN_STEADY = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] out = new byte[0];
  private int size;

  /** The most bytes that {@code count} numbers take, however they are parted into runs. */
  static int bound(int count) {
    return 10 * count + 4 * Long.BYTES;
  }

  /** Begins anew, with room for {@code count} numbers. */
  void begin(int count) {
    size = 0;
    if (out.length < bound(count)) {
      out = new byte[bound(count + (count >>> 2))];
    }
  }

  byte[] array() {
    return out;
  }

  /** The bytes since {@link #begin}. */
  int size() {
    return size;
  }

  /**
   * Adds numbers in runs of their own.
   *
   * @param signed whether numbers are folded, as a reader of the column expects; without it none is
   *     negative
   */
  void add(long[] values, int from, int to, boolean signed) {
    int at = from;
    while (at < to) {
      int limit = Math.min(to, at + MAX_RUN);
      int steady = steady(values, at, limit);
      if (steady >= MIN_STEADY || (steady == to - at && steady >= MIN_REPEAT)) {
        run(values, at, steady, signed);
        at += steady;
      } else {
        int end = nextSteady(values, at, limit);
        pack(values, at, end, signed);
        at = end;
      }
    }
  }

  /** How many numbers from {@code at} on have the same step between them. */
  private static int steady(long[] values, int at, int limit) {
    if (limit - at < 2) {
      return limit - at;
    }
    long step = values[at + 1] - values[at];
    int next = at + 2;
    while (next < limit && values[next] - values[next - 1] == step) {
      next++;
    }
    return next - at;
  }

  /** Where the first of {@link #MIN_STEADY} steady numbers is, or {@code limit}. */
  private static int nextSteady(long[] values, int at, int limit) {
    int begin = at;
    long step = 0;
    for (int next = at + 1; next < limit; next++) {
      long difference = values[next] - values[next - 1];
      if (difference != step) {
        step = difference;
        begin = next - 1;
      } else if (next - begin + 1 == MIN_STEADY && begin > at) {
        return begin;
      }
    }
    return limit;
  }

  private void run(long[] values, int at, int count, boolean signed) {
    long first = signed ? ProtoOutput.zigzag(values[at]) : values[at];
    long step = values[at + 1] - values[at];
    if (step == 0 && count <= MAX_REPEAT) {
      int bytes = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(first) + 7) / 8);
      out[size++] = (byte) (SHORT_REPEAT << 6 | (bytes - 1) << 3 | (count - MIN_REPEAT));
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out[size++] = (byte) (first >>> shift);
      }
    } else {
      header(DELTA, 0, count);
      varint(first);
      varint(ProtoOutput.zigzag(step));
    }
  }

  private void pack(long[] values, int from, int to, boolean signed) {
    long union = 0;
    for (int i = from; i < to; i++) {
      union |= signed ? ProtoOutput.zigzag(values[i]) : values[i];
    }
    int code = widthCode(Long.SIZE - Long.numberOfLeadingZeros(union));
    int width = width(code);
    header(DIRECT, code, to - from);
    int end = size + (int) (((long) width * (to - from) + 7) / 8);
    int at = size;
    long word = 0;
    int free = Long.SIZE;
    for (int i = from; i < to; i++) {
      long value = signed ? ProtoOutput.zigzag(values[i]) : values[i];
      if (width <= free) {
        free -= width;
        word |= value << free;
        if (free == 0) {
          LONG.set(out, at, word);
          at += Long.BYTES;
          free = Long.SIZE;
          word = 0;
        }
      } else {
        int rest = width - free;
        LONG.set(out, at, word | value >>> rest);
        at += Long.BYTES;
        free = Long.SIZE - rest;
        word = value << free;
      }
    }
    // Eight bytes, of which some may be behind the end: the bound has room for them.
    LONG.set(out, at, word);
    size = end;
  }

  private void header(int sort, int code, int count) {
    int length = count - 1;
    out[size++] = (byte) (sort << 6 | code << 1 | length >>> 8);
    out[size++] = (byte) length;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    out[size++] = (byte) left;
  }

  /** The number that stands for the least width of at least {@code bits} bits. */
  static int widthCode(int bits) {
    if (bits <= 24) {
      return Math.max(0, bits - 1);
    }
    if (bits <= 32) {
      return 24 + (bits - 25) / 2;
    }
    return 28 + (bits - 33) / 8;
  }

  /** The width in bits that a number stands for. */
  static int width(int code) {
    if (code < 24) {
      return code + 1;
    }
    return code < 28 ? 26 + 2 * (code - 24) : 40 + 8 * (code - 28);
  }
}

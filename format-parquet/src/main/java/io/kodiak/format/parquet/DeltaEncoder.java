package io.kodiak.format.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Encodes whole numbers as Parquet's DELTA_BINARY_PACKED: the differences of neighbours, less the
 * least of 128 of them, packed with as many bits as the largest of 32 needs.
 *
 * <p>After Lemire and Boytsov, "Decoding billions of integers per second through vectorization",
 * Software: Practice and Experience 45 (2015). Equal differences, such as those of keys of one
 * length or of sequences in order, take no bits at all. For one thread.
 */
final class DeltaEncoder {
  static final int BLOCK_VALUES = 128;
  static final int MINIBLOCKS = 4;
  static final int MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MAX_VARINT_BYTES = 10;

  private final long[] deltas = new long[BLOCK_VALUES];
  private byte[] target = new byte[0];
  private int at;

  /** The most bytes that {@code count} numbers take. */
  static int bound(int count) {
    int blocks = (count + BLOCK_VALUES - 1) / BLOCK_VALUES;
    return 4 * MAX_VARINT_BYTES
        + blocks * (MAX_VARINT_BYTES + MINIBLOCKS + BLOCK_VALUES * Long.BYTES);
  }

  /**
   * Encodes the first {@code count} of {@code values} to the begin of {@code destination}, which
   * has at least {@link #bound} bytes.
   *
   * @return the number of bytes written
   */
  int encode(long[] values, int count, byte[] destination) {
    target = destination;
    at = 0;
    long first = count == 0 ? 0 : values[0];
    varint(BLOCK_VALUES);
    varint(MINIBLOCKS);
    varint(count);
    varint(zigzag(first));
    for (int from = 1; from < count; from += BLOCK_VALUES) {
      block(values, from, Math.min(from + BLOCK_VALUES, count));
    }
    return at;
  }

  private void block(long[] values, int from, int to) {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      long delta = values[i] - values[i - 1];
      deltas[i - from] = delta;
      least = Math.min(least, delta);
      greatest = Math.max(greatest, delta);
    }
    varint(zigzag(least));
    int widths = at;
    INTS.set(target, at, 0);
    at += MINIBLOCKS;
    if (least == greatest) {
      return;
    }
    int count = to - from;
    for (int i = 0; i < count; i++) {
      deltas[i] -= least;
    }
    for (int start = 0; start < count; start += MINIBLOCK_VALUES) {
      target[widths++] = (byte) miniblock(start, Math.min(start + MINIBLOCK_VALUES, count));
    }
  }

  /** Packs the differences from {@code start} to {@code end}; returns the bits of each. */
  private int miniblock(int start, int end) {
    long union = 0;
    for (int i = start; i < end; i++) {
      union |= deltas[i];
    }
    int width = Long.SIZE - Long.numberOfLeadingZeros(union);
    if (width == 0) {
      return 0;
    }
    for (int i = end; i < start + MINIBLOCK_VALUES; i++) {
      deltas[i] = 0;
    }
    long bits = 0;
    int filled = 0;
    for (int i = start; i < start + MINIBLOCK_VALUES; i++) {
      long delta = deltas[i];
      bits |= delta << filled;
      filled += width;
      if (filled >= Long.SIZE) {
        LONGS.set(target, at, bits);
        at += Long.BYTES;
        filled -= Long.SIZE;
        bits = filled == 0 ? 0 : delta >>> (width - filled);
      }
    }
    // 32 numbers take a multiple of 32 bits, so what is left is nothing or one int.
    if (filled > 0) {
      INTS.set(target, at, (int) bits);
      at += Integer.BYTES;
    }
    return width;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
  }
}

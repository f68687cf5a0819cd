package io.kodiak.engine.sstable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The first eight bytes of a key as one number, so that most comparisons are one of numbers.
 *
 * <p>Missing bytes count as zero. Numbers order as {@code long} the way their keys order as
 * unsigned bytes, except that different keys may have the same number; only then the bytes decide.
 */
public final class KeyPrefix {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private KeyPrefix() {}

  /** The number of the key of {@code length} bytes at {@code offset}; {@code length} may be 0. */
  public static long of(byte[] array, int offset, int length) {
    if (length >= 8) {
      return (long) LONG.get(array, offset) ^ Long.MIN_VALUE;
    }
    if (length <= 0) {
      return Long.MIN_VALUE;
    }
    if (offset + 8 <= array.length) {
      long behind = -1L >>> (8 * length);
      return ((long) LONG.get(array, offset) & ~behind) ^ Long.MIN_VALUE;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      number |= (array[offset + i] & 0xffL) << (56 - 8 * i);
    }
    return number ^ Long.MIN_VALUE;
  }
}

package io.kodiak.engine.sstable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit hash of a key that bloom filters are built from.
 *
 * <p>It folds 128-bit products of eight bytes at a time, the construction of wyhash (Wang Yi,
 * 2019): about one nanosecond for a short key, and every bit of the result depends on every bit of
 * the key. It is not keyed, so it is no defence against chosen keys; those could only make a filter
 * say "maybe" more often.
 *
 * <p>The values are part of the sidecar's format, version 1: they never change.
 */
public final class KeyHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long P0 = 0x9e3779b97f4a7c15L;
  private static final long P1 = 0xc2b2ae3d27d4eb4fL;
  private static final long P2 = 0x165667b19e3779f9L;

  private KeyHash() {}

  /** The hash of {@code length} bytes of {@code array} from {@code offset}. */
  public static long of(byte[] array, int offset, int length) {
    if (length <= 16) {
      return finish(head(array, offset, length), tail(array, offset, length), P0, length);
    }
    long state = P0;
    int at = offset;
    int last = offset + length - 16;
    while (at < last) {
      state = fold(longAt(array, at) ^ P1, longAt(array, at + 8) ^ state);
      at += 16;
    }
    return finish(longAt(array, last), longAt(array, last + 8), state, length);
  }

  private static long head(byte[] array, int offset, int length) {
    if (length >= 8) {
      return longAt(array, offset);
    }
    if (length >= 4) {
      return intAt(array, offset);
    }
    return length == 0
        ? 0
        : (array[offset] & 0xffL) << 16
            | (array[offset + (length >>> 1)] & 0xffL) << 8
            | (array[offset + length - 1] & 0xffL);
  }

  private static long tail(byte[] array, int offset, int length) {
    if (length >= 8) {
      return longAt(array, offset + length - 8);
    }
    return length >= 4 ? intAt(array, offset + length - 4) : 0;
  }

  private static long finish(long a, long b, long state, int length) {
    return fold(P2 ^ length, fold(a ^ P1, b ^ state));
  }

  /** Both halves of the 128-bit product, one upon the other. */
  private static long fold(long a, long b) {
    return (a * b) ^ Math.multiplyHigh(a, b);
  }

  private static long longAt(byte[] array, int offset) {
    return (long) LONG.get(array, offset);
  }

  private static long intAt(byte[] array, int offset) {
    return (int) INT.get(array, offset) & 0xffffffffL;
  }
}

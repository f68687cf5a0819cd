package io.kodiak.engine.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash that chooses the keys of a sample and stands for them in the file: 64 bits, the words of
 * the key folded one after the other by the two halves of a 128-bit product.
 *
 * <p>It depends on a secret that no file holds. That keeps a reader of the file from trying keys,
 * as far as a hash that is not cryptographic can.
 */
final class SampleHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;
  private static final long OTHER_FACTOR = 0xd6e8_feb8_6659_fd93L;

  private SampleHash() {}

  static long of(long secret, byte[] array, int offset, int length) {
    long hash = fold(secret ^ length, FACTOR);
    int end = offset + length;
    int at = offset;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = fold(hash ^ (long) LONG.get(array, at), FACTOR);
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = (rest << 8) | (array[at] & 0xff);
    }
    // Twice: the high bits choose the sample, so every bit of the key has to reach them.
    return fold(fold(hash ^ rest, OTHER_FACTOR) ^ secret, FACTOR);
  }

  private static long fold(long word, long factor) {
    // Zero would stay zero.
    long odd = word ^ OTHER_FACTOR;
    return (odd * factor) ^ Math.multiplyHigh(odd, factor) ^ (word >>> 32);
  }
}

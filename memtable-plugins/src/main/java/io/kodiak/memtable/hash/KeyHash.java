package io.kodiak.memtable.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * A hash of 64 bits, all of which depend on every byte: eight bytes at a time are multiplied to 128
 * bits, whose halves are folded together, as in Wang Yi's wyhash.
 *
 * <p>It differs from process to process, so that nobody can choose keys that collide.
 */
public final class KeyHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long FACTOR = 0xa0761d6478bd642fL;
  private static final long LENGTH_FACTOR = 0xe7037ed1a0b428dbL;
  private static final long SEED = new SplittableRandom().nextLong();

  private KeyHash() {}

  /** The hash of a range of bytes. */
  public static long of(byte[] array, int offset, int length) {
    long hash = SEED ^ length * LENGTH_FACTOR;
    int at = offset;
    int last = offset + length - Long.BYTES;
    while (at < last) {
      hash = folded(hash ^ (long) LONG.get(array, at));
      at += Long.BYTES;
    }
    // The last eight bytes may overlap those before; a short key is read in parts that overlap.
    long end = length >= Long.BYTES ? (long) LONG.get(array, last) : few(array, offset, length);
    return folded(folded(hash ^ end) ^ SEED);
  }

  private static long few(byte[] array, int offset, int length) {
    if (length >= Integer.BYTES) {
      int low = (int) INT.get(array, offset);
      int high = (int) INT.get(array, offset + length - Integer.BYTES);
      return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
    }
    if (length == 0) {
      return 0;
    }
    int middle = array[offset + (length >> 1)] & 0xff;
    int last = array[offset + length - 1] & 0xff;
    return (array[offset] & 0xff) | middle << Byte.SIZE | last << (2 * Byte.SIZE);
  }

  private static long folded(long word) {
    return word * FACTOR ^ Math.multiplyHigh(word, FACTOR);
  }
}

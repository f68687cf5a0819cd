package io.kodiak.memtable.hashskiplist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A hash of 32 bits over bytes, eight at a time: multiply and fold, finished as in MurmurHash3 by
 * A. Appleby.
 *
 * <p>It begins with a random number, so nobody can choose keys that all collide. Immutable.
 */
final class KeyHash {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed = ThreadLocalRandom.current().nextLong();

  int of(byte[] bytes, int offset, int length) {
    long hash = seed + length;
    int end = offset + length;
    int at = offset;
    for (; end - at > Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ (long) WORD.get(bytes, at)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    hash ^= length >= Long.BYTES ? (long) WORD.get(bytes, end - Long.BYTES) : few(bytes, at, end);
    hash *= 0xFF51AFD7ED558CCDL;
    hash ^= hash >>> 33;
    hash *= 0xC4CEB9FE1A85EC53L;
    return (int) (hash >>> 32);
  }

  private static long few(byte[] bytes, int from, int to) {
    long word = 0;
    for (int i = from; i < to; i++) {
      word = (word << Byte.SIZE) | (bytes[i] & 0xff);
    }
    return word;
  }
}

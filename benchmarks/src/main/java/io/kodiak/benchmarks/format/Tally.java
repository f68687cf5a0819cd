package io.kodiak.benchmarks.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A checksum over what was read that depends on its order: of a row the last eight bytes of the
 * key, the first eight of the value, and both lengths. It takes about two nanoseconds a row, so
 * that what is measured is the reading, and cannot be left out by a compiler. For one thread.
 */
final class Tally {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long count;
  private long sum;

  /** Adds a row. */
  void row(byte[] keys, int key, int keyBytes, byte[] values, int value, int valueBytes) {
    add((long) LONG.get(keys, key + keyBytes - Long.BYTES), keyBytes);
    value(values, value, valueBytes);
  }

  /** Adds the value of a row that was looked up. */
  void value(byte[] values, int value, int valueBytes) {
    add((long) LONG.get(values, value), valueBytes);
    count++;
  }

  /** Adds a row in buffers of little-endian order, each of which begins with as many bytes. */
  void row(ByteBuffer key, int keyBytes, ByteBuffer value, int valueBytes) {
    add(key.getLong(keyBytes - Long.BYTES), keyBytes);
    value(value, valueBytes);
  }

  /** Adds a value in such a buffer. */
  void value(ByteBuffer value, int valueBytes) {
    add(value.getLong(0), valueBytes);
    count++;
  }

  private void add(long bytes, int length) {
    sum = (Long.rotateLeft(sum, 7) ^ bytes) + length;
  }

  /** The number of rows. */
  long count() {
    return count;
  }

  /**
   * Compares it with what it has to be.
   *
   * @throws IllegalStateException when something else was read
   */
  void check(Tally expected, String what) {
    if (count != expected.count || sum != expected.sum) {
      throw new IllegalStateException(
          "%s read %,d rows with the sum %016x instead of %,d with %016x"
              .formatted(what, count, sum, expected.count, expected.sum));
    }
  }
}

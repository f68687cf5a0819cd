package io.kodiak.benchmarks.format;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The rows of a file, in memory: 16 decimal digits as the key, 100 bytes of which a compressor
 * saves about half as the value, sequences in random order as a flush finds them.
 *
 * <p>Values are made anew for each row, not taken from a pool: a page of some hundred kilobytes
 * would be compressed by what it has in common with others. Safe for use by several threads.
 */
public final class Rows {
  /** The length of every key. */
  public static final int KEY_BYTES = 16;

  /** The length of every value. */
  public static final int VALUE_BYTES = 100;

  private static final int RANDOM_BYTES = VALUE_BYTES / 2;

  private final int count;
  private final byte[] keys;
  private final byte[] values;
  private final int[] sequences;

  /**
   * Makes the rows; equal arguments give equal rows.
   *
   * @param count how many, up to 20 million
   */
  public Rows(int count, long seed) {
    this.count = count;
    keys = new byte[Math.multiplyExact(count, KEY_BYTES)];
    values = new byte[Math.multiplyExact(count, VALUE_BYTES)];
    sequences = order(seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int row = 0; row < count; row++) {
      digits(2L * row, keys, keyStart(row));
      int start = valueStart(row);
      for (int i = 0; i < RANDOM_BYTES; i++) {
        values[start + i] = (byte) (' ' + random.nextInt(95));
      }
      System.arraycopy(values, start, values, start + RANDOM_BYTES, RANDOM_BYTES);
    }
  }

  private static void digits(long number, byte[] target, int offset) {
    long rest = number;
    for (int i = KEY_BYTES - 1; i >= 0; i--) {
      target[offset + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** All row numbers in a random order that follows from the seed. */
  public int[] order(long seed) {
    int[] order = new int[count];
    Arrays.setAll(order, row -> row);
    SplittableRandom random = new SplittableRandom(~seed);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[other];
      order[other] = row;
    }
    return order;
  }

  /** The array that holds all keys, by rising order. */
  public byte[] keys() {
    return keys;
  }

  /** Where in {@link #keys()} the key of a row begins. */
  public static int keyStart(int row) {
    return row * KEY_BYTES;
  }

  /** The array that holds all values. */
  public byte[] values() {
    return values;
  }

  /** Where in {@link #values()} the value of a row begins. */
  public static int valueStart(int row) {
    return row * VALUE_BYTES;
  }

  /** Points {@code view} at a row. */
  public void read(int row, EntryView view) {
    view.key(keys, keyStart(row), KEY_BYTES);
    view.version(sequences[row] + 1L, EntryKind.PUT);
    view.value(values, valueStart(row), VALUE_BYTES);
  }

  /** A copy of the key of a row. */
  public byte[] key(int row) {
    return Arrays.copyOfRange(keys, keyStart(row), keyStart(row) + KEY_BYTES);
  }

  /** Whether {@code actual} is the key of a row. */
  public boolean isKey(int row, byte[] actual) {
    int from = keyStart(row);
    return Arrays.equals(keys, from, from + KEY_BYTES, actual, 0, actual.length);
  }

  /** Whether {@code actual} is the value of a row. */
  public boolean isValue(int row, byte[] actual) {
    int from = valueStart(row);
    return Arrays.equals(values, from, from + VALUE_BYTES, actual, 0, actual.length);
  }

  /** What whoever reads all rows in order has to find. */
  Tally all() {
    Tally tally = new Tally();
    for (int row = 0; row < count; row++) {
      tally.row(keys, keyStart(row), KEY_BYTES, values, valueStart(row), VALUE_BYTES);
    }
    return tally;
  }

  /** What whoever looks up these rows one after the other has to find. */
  Tally some(int[] order, int from, int to) {
    Tally tally = new Tally();
    for (int i = from; i < to; i++) {
      tally.value(values, valueStart(order[i]), VALUE_BYTES);
    }
    return tally;
  }
}

package io.kodiak.benchmarks.workload;

import java.util.Arrays;
import java.util.Random;

/**
 * The entries that workloads write and expect to read: 16-byte keys, 100-byte values of which a
 * compressor saves about half, as in LevelDB's {@code db_bench}.
 *
 * <p>Entry {@code i} has the key number {@code 2 i} as 16 decimal digits, so every odd number is
 * the key of an entry that is missing between two that exist. Its value follows from {@code i} and
 * how often it was overwritten, so that whatever is read can be checked. Safe for use by several
 * threads.
 */
public final class Dataset {
  /** The length of every key. */
  public static final int KEY_BYTES = 16;

  /** The length of every value. */
  public static final int VALUE_BYTES = 100;

  private static final int POOL_BYTES = 1 << 20;

  private final int entries;
  private final long seed;
  private final byte[] pool = new byte[POOL_BYTES + VALUE_BYTES];

  /** Makes the entries; equal arguments give equal entries. */
  public Dataset(int entries, long seed) {
    this.entries = entries;
    this.seed = seed;
    Random random = new Random(seed);
    byte[] half = new byte[VALUE_BYTES / 2];
    for (int at = 0; at < pool.length; at += half.length) {
      if (at / half.length % 2 == 0) {
        for (int i = 0; i < half.length; i++) {
          half[i] = (byte) (' ' + random.nextInt(95));
        }
      }
      System.arraycopy(half, 0, pool, at, Math.min(half.length, pool.length - at));
    }
  }

  /** The number of entries. */
  public int entries() {
    return entries;
  }

  /** The bytes of all keys and values. */
  public long bytes() {
    return (long) entries * (KEY_BYTES + VALUE_BYTES);
  }

  /** All entries in a random order that follows from the seed and {@code salt}. */
  public int[] order(long salt) {
    int[] order = new int[entries];
    Arrays.setAll(order, i -> i);
    Random random = new Random(seed * 31 + salt);
    for (int i = entries - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int entry = order[i];
      order[i] = order[other];
      order[other] = entry;
    }
    return order;
  }

  /** Writes the key of {@code entry} into {@code target}. */
  public void key(int entry, byte[] target) {
    digits(2L * entry, target);
  }

  /** Writes a key that follows the one of {@code entry} and that nothing has. */
  public void missingKey(int entry, byte[] target) {
    digits(2L * entry + 1, target);
  }

  private static void digits(long number, byte[] target) {
    long rest = number;
    for (int i = KEY_BYTES - 1; i >= 0; i--) {
      long tenth = rest / 10;
      target[i] = (byte) ('0' + (rest - 10 * tenth));
      rest = tenth;
    }
  }

  /** The entry whose key this is; -1 when it is no entry's. */
  public int entry(byte[] key) {
    long number = 0;
    for (byte digit : key) {
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = 10 * number + (digit - '0');
    }
    boolean known = key.length == KEY_BYTES && number % 2 == 0 && number / 2 < entries;
    return known ? (int) (number / 2) : -1;
  }

  /** Writes the value of {@code entry} in its {@code generation} into {@code target}. */
  public void value(int entry, int generation, byte[] target) {
    System.arraycopy(pool, position(entry, generation), target, 0, VALUE_BYTES);
  }

  /** Whether {@code actual} is the value of {@code entry} in its {@code generation}. */
  public boolean isValue(int entry, int generation, byte[] actual) {
    int from = position(entry, generation);
    return actual.length == VALUE_BYTES
        && Arrays.equals(pool, from, from + VALUE_BYTES, actual, 0, VALUE_BYTES);
  }

  private static int position(int entry, int generation) {
    int hash = (entry + 1) * 0x9E3779B1 + generation * 0x85EBCA77;
    return (((hash ^ (hash >>> 15)) * 0x2C1B3C6D) >>> 8) & (POOL_BYTES - 1);
  }
}

package io.kodiak.benchmarks.memtable;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.workload.Dataset;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The entries that are put, and the keys that are looked up afterwards.
 *
 * <p>All keys of one list lie one after the other in the order in which they are used, so that what
 * is measured is the memtable and not the way to the key. Safe for use by several threads.
 */
public final class Entries {
  private static final int VALUES = 1 << 13;

  private final KeyShape shape;
  private final int count;
  private final Slice[] keys;
  private final Slice[] values = new Slice[VALUES];
  private final Slice[] present;
  private final Slice[] missing;
  private final Slice[] early;

  /**
   * Makes the entries; equal arguments give equal entries.
   *
   * @param count how many
   */
  public Entries(KeyShape shape, int count, long seed) {
    this.shape = shape;
    this.count = count;
    Dataset numbers = new Dataset(count, seed);
    int[] put = numbers.order(0);
    if (shape.ascends()) {
      Arrays.setAll(put, i -> i);
    }
    int[] looked = numbers.order(1);
    keys = keys(count, i -> 2 * put[i]);
    present = keys(count, i -> 2 * looked[i]);
    missing = keys(count, i -> 2 * looked[i] + 1);
    int half = Math.max(1, count / 2);
    int[] halfOrder = new Dataset(half, seed).order(2);
    early = keys(half, i -> 2 * put[halfOrder[i]]);
    for (int i = 0; i < VALUES; i++) {
      byte[] value = new byte[Dataset.VALUE_BYTES];
      numbers.value(i, 0, value);
      values[i] = Slice.of(value);
    }
  }

  private Slice[] keys(int size, IntUnaryOperator numbers) {
    int length = shape.keyBytes();
    byte[] bytes = new byte[size * length];
    Slice[] slices = new Slice[size];
    for (int i = 0; i < size; i++) {
      shape.write(numbers.applyAsInt(i), bytes, i * length);
      slices[i] = Slice.of(bytes, i * length, length);
    }
    return slices;
  }

  /** What the keys look like. */
  public KeyShape shape() {
    return shape;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The key of an entry; entries are put in the order of their numbers, from 0. */
  public Slice key(int entry) {
    return keys[entry];
  }

  /** The value of an entry. */
  public Slice value(int entry) {
    return values[entry & (VALUES - 1)];
  }

  /** Every key once, in random order. */
  public Slice[] present() {
    return present;
  }

  /** As many keys that nothing has, each right behind one that exists, in random order. */
  public Slice[] missing() {
    return missing;
  }

  /** The keys of the first half of the entries, in random order. */
  public Slice[] early() {
    return early;
  }

  /** About what a memtable of all entries takes: at which size the engine would flush it. */
  public long flushBytes() {
    return (long) count * (shape.keyBytes() + Dataset.VALUE_BYTES + 40);
  }

  /** Puts entry after entry. */
  public void put(Memtable table, int from, int to) {
    for (int i = from; i < to; i++) {
      table.put(keys[i], i + 1L, EntryKind.PUT, value(i));
    }
  }
}

package io.kodiak.benchmarks.workload;

import io.kodiak.benchmarks.store.StoreOptions;

/**
 * How large the workloads are.
 *
 * @param entries the entries of the store that is read
 * @param warmupMillis how long a read workload runs before it is measured
 * @param measureMillis how long it is measured, and how long writes that wait for the device run
 * @param seed what all random choices follow from
 */
public record Sizing(int entries, int warmupMillis, int measureMillis, long seed) {
  /** The size at which a memtable is flushed. */
  public static final long WRITE_BUFFER_BYTES = 64L << 20;

  /** Heap that the harness itself may take, in both engines' JVMs. */
  public static final long HARNESS_BYTES = 256L << 20;

  /**
   * The block cache that holds all data: over four times the bytes of keys and values, as the tree
   * may still hold the versions before the last.
   */
  public long cacheBytes() {
    return Math.max(64L << 20, 512L * entries);
  }

  /** The block cache that holds a tenth of the bytes of keys and values. */
  public long smallCacheBytes() {
    return (long) entries * (Dataset.KEY_BYTES + Dataset.VALUE_BYTES) / 10;
  }

  /** What an engine may take in cache and memtables. */
  public long engineBytes() {
    return cacheBytes() + StoreOptions.WRITE_BUFFERS * WRITE_BUFFER_BYTES;
  }

  /** The entries of a log that fills most of one memtable. */
  public int logEntries() {
    return Math.min(entries, (int) (WRITE_BUFFER_BYTES * 6 / 10 / 116));
  }

  /** The options of a store whose cache holds everything and that does not force its writes. */
  public StoreOptions storeOptions() {
    return new StoreOptions(false, cacheBytes(), WRITE_BUFFER_BYTES);
  }
}

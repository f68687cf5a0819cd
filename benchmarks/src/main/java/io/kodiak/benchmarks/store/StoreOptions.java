package io.kodiak.benchmarks.store;

/**
 * What both engines are told.
 *
 * @param sync whether a put is forced to the device before it returns
 * @param cacheBytes the block cache
 * @param writeBufferBytes the size at which a memtable is flushed
 */
public record StoreOptions(boolean sync, long cacheBytes, long writeBufferBytes) {
  /** Memtables that may exist at once: one active and those that wait to be flushed. */
  public static final int WRITE_BUFFERS = 3;

  /** Bits of the bloom filter per key. */
  public static final int BLOOM_BITS = 10;

  /** The same with another choice of {@link #sync}. */
  public StoreOptions withSync(boolean forced) {
    return new StoreOptions(forced, cacheBytes, writeBufferBytes);
  }

  /** The same with another cache. */
  public StoreOptions withCache(long bytes) {
    return new StoreOptions(sync, bytes, writeBufferBytes);
  }
}

package io.kodiak.benchmarks.store;

/**
 * What both engines are told.
 *
 * @param sync whether a put is forced to the device before it returns
 * @param cacheBytes the block cache
 * @param writeBufferBytes the size at which a memtable is flushed; files are as large, and what is
 *     merged into first has four times that
 * @param policy the compaction policy; {@value #DEFAULT_POLICY}: the engine's default
 */
public record StoreOptions(boolean sync, long cacheBytes, long writeBufferBytes, String policy) {
  /** Stands for an engine's default policy. */
  public static final String DEFAULT_POLICY = "";

  /** Memtables that may exist at once: one active and those that wait to be flushed. */
  public static final int WRITE_BUFFERS = 3;

  /** Bits of the bloom filter per key. */
  public static final int BLOOM_BITS = 10;

  /** With the default policy. */
  public StoreOptions(boolean sync, long cacheBytes, long writeBufferBytes) {
    this(sync, cacheBytes, writeBufferBytes, DEFAULT_POLICY);
  }

  /** The same with another choice of {@link #sync}. */
  public StoreOptions withSync(boolean forced) {
    return new StoreOptions(forced, cacheBytes, writeBufferBytes, policy);
  }

  /** The same with another cache. */
  public StoreOptions withCache(long bytes) {
    return new StoreOptions(sync, bytes, writeBufferBytes, policy);
  }
}

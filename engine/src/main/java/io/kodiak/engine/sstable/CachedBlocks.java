package io.kodiak.engine.sstable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one SSTable that are in the {@link BlockCache}, by their numbers, and which of the
 * others were wanted lately. Readers look, and say what they want, without a lock; the cache
 * changes what it holds under its own. Safe for use by several threads.
 */
final class CachedBlocks {
  private static final VarHandle BLOCK = MethodHandles.arrayElementVarHandle(LookupBlock[].class);

  private static final VarHandle TIME = MethodHandles.arrayElementVarHandle(long[].class);

  /** When a block was never wanted. */
  private static final long NEVER = Long.MIN_VALUE;

  private final BlockCache cache;
  private final @Nullable LookupBlock[] blocks;

  /** When each block was wanted last without getting in, or when it was dropped, by the clock. */
  private volatile long[] wantedAt = new long[0];

  /** About the heap that a block takes. */
  private volatile long typicalBytes;

  private boolean closed;

  CachedBlocks(BlockCache cache, int blockCount, long blockBytes) {
    this.cache = cache;
    typicalBytes = blockBytes;
    blocks = new LookupBlock[blockCount];
  }

  int blockCount() {
    return blocks.length;
  }

  /** The block, if it is in the cache; counts a hit or a miss. */
  @Nullable LookupBlock find(int number) {
    LookupBlock block = peek(number);
    if (block == null) {
      cache.countMiss();
    } else {
      block.use();
      cache.countHit();
    }
    return block;
  }

  /** The block, if it is in the cache; no sign that it is worth keeping. */
  @Nullable LookupBlock peek(int number) {
    return (LookupBlock) BLOCK.getAcquire(blocks, number);
  }

  /**
   * Whether a block that is not in the cache should be read to be kept there; otherwise whoever
   * wants it reads it in {@link #passed passing}.
   */
  boolean admits(int number) {
    return cache.admits(this, number);
  }

  /** Notes that somebody looks into a block in passing. */
  void passed(int number) {
    cache.pass(this, number, typicalBytes);
  }

  /** About the heap that a block takes, in bytes. */
  long typicalBytes() {
    return typicalBytes;
  }

  /** Offers a block that was read. */
  void offer(int number, LookupBlock block) {
    long bytes = block.heapBytes();
    // One huge value says nothing of the other blocks, nor does a block that does not get in.
    if (cache.fits(bytes)) {
      typicalBytes = Math.min(bytes, 2 * Math.max(1, typicalBytes));
    }
    cache.insert(this, number, block);
  }

  /** Drops the blocks; nothing is taken in any more. */
  void close() {
    cache.close(this);
  }

  boolean isClosed() {
    return closed;
  }

  void markClosed() {
    closed = true;
  }

  /** Shows a block to readers. */
  void put(int number, LookupBlock block) {
    BLOCK.setRelease(blocks, number, block);
  }

  /** Takes a block from readers, and forgets that it was wanted. */
  void clear(int number) {
    BLOCK.setRelease(blocks, number, null);
    if (wantedAt.length > 0) {
      want(number, NEVER);
    }
  }

  /**
   * Remembers when a block was wanted. Several threads may do so at once: one of the times remains.
   */
  void want(int number, long time) {
    long[] times = wantedAt;
    TIME.setOpaque(times.length == 0 ? times() : times, number, time);
  }

  private synchronized long[] times() {
    if (wantedAt.length == 0) {
      long[] times = new long[blocks.length];
      Arrays.fill(times, NEVER);
      wantedAt = times;
    }
    return wantedAt;
  }

  /** How long ago a block was wanted, by the clock; very long when it never was. */
  long sinceWanted(int number, long now) {
    long[] times = wantedAt;
    long time = times.length == 0 ? NEVER : (long) TIME.getOpaque(times, number);
    return time == NEVER ? Long.MAX_VALUE : now - time;
  }
}

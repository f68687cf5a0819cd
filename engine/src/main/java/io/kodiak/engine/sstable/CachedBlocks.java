package io.kodiak.engine.sstable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one SSTable that are in the {@link BlockCache}, by their numbers. Readers look
 * without a lock; the cache changes it under its own. Safe for use by several threads.
 */
final class CachedBlocks {
  private static final VarHandle BLOCK = MethodHandles.arrayElementVarHandle(LookupBlock[].class);

  /** When nothing was dropped yet. */
  private static final long NEVER = -1;

  private final BlockCache cache;
  private final @Nullable LookupBlock[] blocks;
  private long[] droppedAt = new long[0];
  private boolean closed;

  CachedBlocks(BlockCache cache, int blockCount) {
    this.cache = cache;
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

  /** Offers a block that was read. */
  void offer(int number, LookupBlock block) {
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

  /**
   * Takes a block from readers, and remembers when it was dropped unless {@code clock} is negative.
   */
  void clear(int number, long clock) {
    BLOCK.setRelease(blocks, number, null);
    if (droppedAt.length == 0 && clock >= 0) {
      droppedAt = new long[blocks.length];
      Arrays.fill(droppedAt, NEVER);
    }
    if (droppedAt.length > 0) {
      droppedAt[number] = clock;
    }
  }

  /** Whether a block was dropped and no more than {@code span} bytes followed it. */
  boolean droppedWithin(int number, long span, long clock) {
    return droppedAt.length > 0 && droppedAt[number] >= 0 && clock - droppedAt[number] <= span;
  }
}

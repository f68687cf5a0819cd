package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one SSTable that are in the {@link BlockCache}, by their numbers. Safe for use by
 * several threads.
 */
final class CachedBlocks {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(CacheSlot[].class);

  private final BlockCache cache;
  private final @Nullable CacheSlot[] slots;
  private volatile boolean closed;

  CachedBlocks(BlockCache cache, int blockCount) {
    this.cache = cache;
    slots = new CacheSlot[blockCount];
  }

  int blockCount() {
    return slots.length;
  }

  /** The block, if it is in the cache; counts a hit or a miss. */
  @Nullable Block find(int index) {
    CacheSlot slot = slot(index);
    Block block = slot == null ? null : slot.use();
    if (block == null) {
      cache.countMiss();
    } else {
      cache.countHit();
    }
    return block;
  }

  /** The block, if it is in the cache; no sign that it is worth keeping. */
  @Nullable Block peek(int index) {
    CacheSlot slot = slot(index);
    return slot == null ? null : slot.block();
  }

  /** Offers a block that was read. */
  void offer(int index, Block block) {
    CacheSlot slot = slot(index);
    if (slot == null) {
      CacheSlot fresh = new CacheSlot();
      slot = SLOT.compareAndSet(slots, index, null, fresh) ? fresh : slot(index);
    }
    if (slot != null) {
      cache.insert(this, slot, block);
    }
  }

  /** The slot of a block; {@code null} while the block was never offered. */
  @Nullable CacheSlot slot(int index) {
    return (CacheSlot) SLOT.getAcquire(slots, index);
  }

  boolean isClosed() {
    return closed;
  }

  /** Drops the blocks; nothing is taken in any more. */
  void close() {
    closed = true;
    cache.close(this);
  }
}

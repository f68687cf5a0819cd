package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import org.jspecify.annotations.Nullable;

/**
 * The place of one block of one SSTable in the {@link BlockCache}.
 *
 * <p>Readers look at the block and raise the frequency, without a lock; everything else belongs to
 * whoever holds the lock of the cache.
 */
final class CacheSlot {
  private static final byte MOST = 3;

  private volatile @Nullable Block block;
  // Races only lose a count, which is an estimate anyway.
  private byte frequency;
  private long bytes;
  private long droppedAt = -1;

  /** The queue that this slot is in, and its neighbours there; the queue maintains them. */
  @Nullable CacheQueue queue;

  @Nullable CacheSlot older;
  @Nullable CacheSlot newer;

  /** The block, while it is in the cache. */
  @Nullable Block block() {
    return block;
  }

  /** The block, while it is in the cache; notes that it was wanted. */
  @Nullable Block use() {
    Block found = block;
    if (found != null && frequency < MOST) {
      frequency++;
    }
    return found;
  }

  void fill(Block newBlock, long newBytes) {
    bytes = newBytes;
    frequency = 0;
    droppedAt = -1;
    block = newBlock;
  }

  /** Lets go of the block and remembers when. */
  void drop(long clock) {
    clear();
    droppedAt = clock;
  }

  /** Lets go of the block. */
  void clear() {
    block = null;
    bytes = 0;
    droppedAt = -1;
  }

  /** Whether the block was dropped and no more than {@code span} bytes followed it. */
  boolean droppedWithin(long span, long clock) {
    return droppedAt >= 0 && clock - droppedAt <= span;
  }

  int frequency() {
    return frequency;
  }

  void resetFrequency() {
    frequency = 0;
  }

  void lowerFrequency() {
    frequency--;
  }

  long bytes() {
    return bytes;
  }

  @Nullable CacheQueue queue() {
    return queue;
  }
}

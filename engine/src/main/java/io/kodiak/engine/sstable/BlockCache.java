package io.kodiak.engine.sstable;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decoded blocks of any number of SSTables, bounded by the heap that they take.
 *
 * <p>The policy is S3-FIFO (J. Yang et al., FIFO queues are all you need for cache eviction, SOSP
 * 2023): a new block enters a small queue, and reaches the main queue when it is asked for again
 * while it is there, or soon after it left; what is read once, as by a scan, passes through the
 * small queue alone. No block ever moves on a hit, so a hit takes no lock and writes at most two
 * bits.
 *
 * <p>There is no hash table: each SSTable has an array with a place for each of its blocks, and
 * remembers when it lost one. The bound holds at every moment. Safe for use by several threads.
 */
public final class BlockCache {
  private static final int SMALL_SHARE = 10;
  private static final int LARGEST_SHARE = 8;
  private static final long FORGET = -1;

  private final long capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final CacheQueue small = new CacheQueue();
  private final CacheQueue main = new CacheQueue();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /** The bytes ever dropped from the small queue: the clock by which they remember. */
  private long dropped;

  /**
   * Makes an empty cache.
   *
   * @param capacity the most heap that the blocks may take, in bytes; 0: keep nothing
   */
  public BlockCache(long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("a cache cannot have " + capacity + " bytes");
    }
    this.capacity = capacity;
  }

  /** The most heap that the blocks may take, in bytes. */
  public long capacity() {
    return capacity;
  }

  /** The heap that the blocks take now, in bytes. */
  public long bytes() {
    lock.lock();
    try {
      return small.bytes() + main.bytes();
    } finally {
      lock.unlock();
    }
  }

  /** The number of blocks in the cache. */
  public long blocks() {
    lock.lock();
    try {
      return (long) small.count() + main.count();
    } finally {
      lock.unlock();
    }
  }

  /** How often a block was asked for and found. */
  public long hits() {
    return hits.sum();
  }

  /** How often a block was asked for and not found. */
  public long misses() {
    return misses.sum();
  }

  /** Room for the blocks of one SSTable. */
  CachedBlocks open(int blockCount) {
    return new CachedBlocks(this, blockCount);
  }

  void countHit() {
    hits.increment();
  }

  void countMiss() {
    misses.increment();
  }

  /**
   * Takes in a block, unless its SSTable was closed, another thread was quicker, or it is too
   * large.
   */
  void insert(CachedBlocks owner, int number, LookupBlock block) {
    long size = block.heapBytes();
    if (size > capacity / LARGEST_SHARE) {
      return;
    }
    lock.lock();
    try {
      if (owner.isClosed() || owner.peek(number) != null) {
        return;
      }
      boolean returns = owner.droppedWithin(number, capacity - capacity / SMALL_SHARE, dropped);
      makeRoom(size);
      block.enter(owner, number, size);
      (returns ? main : small).addNewest(block);
      owner.put(number, block);
    } finally {
      lock.unlock();
    }
  }

  /** Drops the blocks of a SSTable for good. */
  void close(CachedBlocks owner) {
    lock.lock();
    try {
      owner.markClosed();
      for (int i = 0; i < owner.blockCount(); i++) {
        LookupBlock block = owner.peek(i);
        if (block != null && block.queue != null) {
          block.queue.remove(block);
          block.leave(FORGET);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(long size) {
    // Readers raise frequencies meanwhile: without a bound on second chances this might not end.
    long chances = 4L * (main.count() + small.count());
    while (small.bytes() + main.bytes() + size > capacity) {
      if (small.count() > 0 && (main.count() == 0 || small.bytes() >= capacity / SMALL_SHARE)) {
        shrinkSmall();
      } else if (shrinkMain(chances > 0)) {
        chances--;
      }
    }
  }

  private void shrinkSmall() {
    CacheNode oldest = small.removeOldest();
    if (oldest.frequency() > 1) {
      oldest.resetFrequency();
      main.addNewest(oldest);
    } else {
      dropped += oldest.bytes();
      oldest.leave(dropped);
    }
  }

  /** Drops the oldest block of the main queue, or gives it another round. */
  private boolean shrinkMain(boolean mayStay) {
    CacheNode oldest = main.removeOldest();
    if (mayStay && oldest.frequency() > 0) {
      oldest.lowerFrequency();
      main.addNewest(oldest);
      return true;
    }
    oldest.leave(FORGET);
    return false;
  }
}

package io.kodiak.engine.sstable;

import java.util.concurrent.atomic.AtomicLong;
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
 * <p>Unlike there, a lookup that misses need not fill the cache: once the cache is full, a block
 * enters it when it is wanted a second time within the memory of the small queue or of what was
 * dropped from it. Until then its readers look into it in passing, which costs less than making a
 * block that lasts and dropping another.
 *
 * <p>There is no hash table: each SSTable has an array with a place for each of its blocks, and
 * remembers when it lost one. The bound holds at every moment. Safe for use by several threads.
 */
public final class BlockCache {
  private static final int SMALL_SHARE = 10;
  private static final int LARGEST_SHARE = 8;

  private final long capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final CacheQueue small = new CacheQueue();
  private final CacheQueue main = new CacheQueue();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * The clock: the bytes of blocks that were ever dropped from the small queue, or read without
   * getting there.
   */
  private final AtomicLong clock = new AtomicLong();

  /** What is free; written under the lock. */
  private volatile long room;

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
    room = capacity;
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

  /**
   * Room for the blocks of one SSTable.
   *
   * @param blockBytes about the heap that each takes, as far as is known
   */
  CachedBlocks open(int blockCount, long blockBytes) {
    return new CachedBlocks(this, blockCount, Math.min(blockBytes, capacity / LARGEST_SHARE));
  }

  void countHit() {
    hits.increment();
  }

  void countMiss() {
    misses.increment();
  }

  /** Whether to keep a block that is not there: there is room, or it was wanted not long ago. */
  boolean admits(CachedBlocks owner, int number) {
    long size = owner.typicalBytes();
    if (capacity == 0) {
      return false;
    }
    return room >= size || owner.sinceWanted(number, clock.get()) <= capacity;
  }

  /** Whether a block of this size gets in at all. */
  boolean fits(long size) {
    return size <= capacity / LARGEST_SHARE;
  }

  /** Notes that a block was wanted and not kept. */
  void pass(CachedBlocks owner, int number, long size) {
    if (capacity > 0) {
      owner.want(number, clock.addAndGet(size));
    }
  }

  /**
   * Takes in a block, unless its SSTable was closed, another thread was quicker, or it is too
   * large.
   */
  void insert(CachedBlocks owner, int number, LookupBlock block) {
    long size = block.heapBytes();
    if (!fits(size)) {
      return;
    }
    lock.lock();
    try {
      if (owner.isClosed() || owner.peek(number) != null) {
        return;
      }
      // One that was wanted just before would still be in the small queue.
      long age = owner.sinceWanted(number, clock.get());
      boolean returns = age > capacity / SMALL_SHARE && age <= capacity;
      makeRoom(size);
      block.enter(owner, number, size);
      (returns ? main : small).addNewest(block);
      owner.put(number, block);
      countRoom();
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
          block.leave();
        }
      }
      countRoom();
    } finally {
      lock.unlock();
    }
  }

  private void countRoom() {
    room = capacity - small.bytes() - main.bytes();
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
      // As if it had been wanted when it came into the queue, which has that length.
      oldest.leave(clock.addAndGet(oldest.bytes()) - capacity / SMALL_SHARE);
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
    oldest.leave();
    return false;
  }
}

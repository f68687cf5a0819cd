package io.kodiak.engine.sstable;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Slots of the {@link BlockCache} in the order in which they came; guarded by the lock of the
 * cache.
 */
final class CacheQueue {
  private @Nullable CacheSlot oldest;
  private @Nullable CacheSlot newest;
  private int count;
  private long bytes;

  int count() {
    return count;
  }

  /** The bytes of all blocks in this queue. */
  long bytes() {
    return bytes;
  }

  void addNewest(CacheSlot slot) {
    slot.queue = this;
    slot.older = newest;
    slot.newer = null;
    if (newest == null) {
      oldest = slot;
    } else {
      newest.newer = slot;
    }
    newest = slot;
    count++;
    bytes += slot.bytes();
  }

  CacheSlot removeOldest() {
    CacheSlot slot = oldest;
    if (slot == null) {
      throw new NoSuchElementException("the queue is empty");
    }
    remove(slot);
    return slot;
  }

  void remove(CacheSlot slot) {
    CacheSlot before = slot.older;
    CacheSlot behind = slot.newer;
    if (before == null) {
      oldest = behind;
    } else {
      before.newer = behind;
    }
    if (behind == null) {
      newest = before;
    } else {
      behind.older = before;
    }
    slot.queue = null;
    slot.older = null;
    slot.newer = null;
    count--;
    bytes -= slot.bytes();
  }
}

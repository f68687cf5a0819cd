package io.kodiak.engine.sstable;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of the {@link BlockCache} in the order in which they came; guarded by the lock of the
 * cache.
 */
final class CacheQueue {
  private @Nullable CacheNode oldest;
  private @Nullable CacheNode newest;
  private int count;
  private long bytes;

  int count() {
    return count;
  }

  /** The bytes of all blocks in this queue. */
  long bytes() {
    return bytes;
  }

  void addNewest(CacheNode node) {
    node.queue = this;
    node.older = newest;
    node.newer = null;
    if (newest == null) {
      oldest = node;
    } else {
      newest.newer = node;
    }
    newest = node;
    count++;
    bytes += node.bytes();
  }

  CacheNode removeOldest() {
    CacheNode node = oldest;
    if (node == null) {
      throw new NoSuchElementException("the queue is empty");
    }
    remove(node);
    return node;
  }

  void remove(CacheNode node) {
    CacheNode before = node.older;
    CacheNode behind = node.newer;
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
    node.queue = null;
    node.older = null;
    node.newer = null;
    count--;
    bytes -= node.bytes();
  }
}

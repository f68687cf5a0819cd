package io.kodiak.engine.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memtables of one table: the active one, and those that wait to be flushed, oldest first.
 *
 * <p>Whoever changes which there are holds the monitor of the table's state; {@link #active},
 * {@link #immutableCount}, {@link #isFull} and {@link #fill} need none.
 */
final class TableMemtables {
  private final TableOptions options;
  private final ArrayDeque<MemtableHandle> immutables = new ArrayDeque<>();
  private volatile MemtableHandle active;
  private volatile int immutableCount;

  TableMemtables(TableOptions options) {
    this.options = options;
    this.active = fresh();
  }

  /** An empty memtable to go on with, for {@link #exchange} or to be released. */
  MemtableHandle fresh() {
    MemtableHandle handle = new MemtableHandle(options.memtable().create(options.flushBytes()));
    handle.retain();
    return handle;
  }

  MemtableHandle active() {
    return active;
  }

  int immutableCount() {
    return immutableCount;
  }

  /** Whether as many wait to be flushed as may. */
  boolean isQueueFull() {
    return immutableCount >= options.immutableMemtables();
  }

  /** Whether the active one is to be flushed. One without entries never is, however large. */
  boolean isFull() {
    return !active.isEmpty()
        && (isFullBySize() || active.memtable().entryCount() >= options.flushEntries());
  }

  boolean isFullBySize() {
    return active.memtable().bytesUsed() >= options.flushBytes();
  }

  /** How full the active one is; 1: it is to be flushed. */
  double fill() {
    MemtableHandle asked = active;
    if (!asked.tryRetain()) {
      // It was switched and flushed meanwhile: there is a fresh one.
      return 0;
    }
    try {
      double bySize = (double) asked.memtable().bytesUsed() / options.flushBytes();
      double byEntries = (double) asked.memtable().entryCount() / options.flushEntries();
      return Math.max(bySize, byEntries);
    } finally {
      asked.release();
    }
  }

  /** Makes the active one immutable and goes on with the next one. */
  void exchange(MemtableHandle next) {
    immutables.addLast(active);
    immutableCount = immutables.size();
    active = next;
  }

  /** The immutable one to flush next; {@code null} when there is none. */
  @Nullable MemtableHandle oldestImmutable() {
    return immutables.peekFirst();
  }

  /** Takes out the oldest immutable one; the caller releases it. */
  MemtableHandle removeOldest() {
    MemtableHandle done = immutables.removeFirst();
    immutableCount = immutables.size();
    return done;
  }

  /** The sequence of the oldest entry; {@code Long.MAX_VALUE}: there is none. */
  long oldestSequence() {
    for (MemtableHandle handle : immutables) {
      if (!handle.isEmpty()) {
        return handle.firstSequence();
      }
    }
    return active.isEmpty() ? Long.MAX_VALUE : active.firstSequence();
  }

  long entries() {
    long entries = 0;
    for (MemtableHandle handle : newestFirst()) {
      entries += handle.memtable().entryCount();
    }
    return entries;
  }

  long bytes() {
    long bytes = 0;
    for (MemtableHandle handle : newestFirst()) {
      bytes += handle.memtable().bytesUsed();
    }
    return bytes;
  }

  List<MemtableHandle> newestFirst() {
    List<MemtableHandle> newestFirst = new ArrayList<>();
    newestFirst.add(active);
    for (Iterator<MemtableHandle> i = immutables.descendingIterator(); i.hasNext(); ) {
      newestFirst.add(i.next());
    }
    return newestFirst;
  }

  /** As {@link #newestFirst()} will be when {@code next} is the active one. */
  List<MemtableHandle> newestFirst(MemtableHandle next) {
    List<MemtableHandle> newestFirst = newestFirst();
    newestFirst.add(0, next);
    return newestFirst;
  }

  /** As {@link #newestFirst()} will be without the oldest immutable one. */
  List<MemtableHandle> newestFirstWithoutOldest() {
    List<MemtableHandle> newestFirst = newestFirst();
    newestFirst.remove(newestFirst.size() - 1);
    return newestFirst;
  }

  void release() {
    newestFirst().forEach(MemtableHandle::release);
  }
}

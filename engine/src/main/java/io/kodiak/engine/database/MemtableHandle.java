package io.kodiak.engine.database;

import io.kodiak.api.Memtable;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A memtable, the sequences of what it holds, and how many views still show it. */
final class MemtableHandle {
  private static final Logger LOG = LoggerFactory.getLogger(MemtableHandle.class);

  private final Memtable memtable;
  private final AtomicInteger views = new AtomicInteger();
  private volatile long firstSequence;
  private long lastSequence;
  private long entries;

  MemtableHandle(Memtable memtable) {
    this.memtable = memtable;
  }

  Memtable memtable() {
    return memtable;
  }

  /** The sequence of the first entry; 0 while there is none. */
  long firstSequence() {
    return firstSequence;
  }

  /**
   * The sequence of the last entry; 0 while there is none. For the writer, and for others once the
   * memtable is immutable.
   */
  long lastSequence() {
    return lastSequence;
  }

  /** How many entries were added, by the engine's own count; for whom {@link #lastSequence} is. */
  long entries() {
    return entries;
  }

  boolean isEmpty() {
    return firstSequence == 0;
  }

  /** Called by the writer for each entry, before it is added. */
  void covers(long sequence) {
    if (firstSequence == 0) {
      firstSequence = sequence;
    }
    lastSequence = sequence;
    entries++;
  }

  void retain() {
    views.incrementAndGet();
  }

  /** Retains the memtable, unless nobody holds it any more and it is closed. */
  boolean tryRetain() {
    int count = views.get();
    while (count > 0) {
      int seen = views.compareAndExchange(count, count + 1);
      if (seen == count) {
        return true;
      }
      count = seen;
    }
    return false;
  }

  void release() {
    if (views.decrementAndGet() == 0) {
      close();
    }
  }

  /** A fault here costs memory at most: what else the caller lets go of must not stay for it. */
  private void close() {
    try {
      memtable.close();
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      LOG.warn("a memtable plug-in failed to close a memtable of {} entries", entries, fault);
    }
  }
}

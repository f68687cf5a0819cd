package io.kodiak.testkit;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.Slice;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A memtable that passes everything on and watches both sides: the caller, who must write from one
 * thread at a time with rising sequences and close last, and the memtable, whose answers must fit
 * what was asked. A breach of the contract is an {@link AssertionError}.
 *
 * <p>It costs an allocation a call: for tests only.
 */
public final class CheckedMemtable implements Memtable {
  private final Memtable memtable;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger openCursors = new AtomicInteger();
  private final AtomicLong puts = new AtomicLong();
  private final AtomicLong leastBytes = new AtomicLong();
  private volatile long lastSequence;

  /** Watches {@code memtable}, which must be empty. */
  public CheckedMemtable(Memtable memtable) {
    this.memtable = memtable;
    Checks.that(memtable.entryCount() == 0, "a new memtable has entries");
  }

  /** A factory whose memtables are watched. */
  public static MemtableFactory factory(MemtableFactory factory) {
    return flushBytes -> new CheckedMemtable(factory.create(flushBytes));
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    Checks.that(!closed.get(), "put after close");
    Checks.that(writing.compareAndSet(false, true), "two threads put at the same time");
    try {
      Checks.key(key);
      Checks.that(value.length() <= Limits.MAX_VALUE_BYTES, "the value is too long");
      Checks.that(kind == EntryKind.PUT || value.isEmpty(), "a tombstone with a value");
      Checks.that(sequence > lastSequence, sequence + " put after sequence " + lastSequence);
      Checks.that(sequence <= Limits.MAX_SEQUENCE, "the sequence is too large");
      memtable.put(key, sequence, kind, value);
      lastSequence = sequence;
      long count = puts.incrementAndGet();
      Checks.that(memtable.entryCount() == count, "entryCount() is not the number of puts");
    } finally {
      writing.set(false);
    }
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    Checks.that(!closed.get(), "get after close");
    Checks.key(key);
    Entry before = Entry.of(result);
    boolean found = memtable.get(key, snapshot, result);
    if (found) {
      Checks.that(result.keySlice().equals(key), "found " + result + " for " + key);
      Checks.that(result.sequence() <= snapshot, "found " + result + " at " + snapshot);
      Checks.entry(result);
    } else {
      Checks.that(before.isShownBy(result), "nothing found, but the result was changed");
    }
    return found;
  }

  @Override
  public Cursor ascending() {
    return cursor(true);
  }

  @Override
  public Cursor descending() {
    return cursor(false);
  }

  private Cursor cursor(boolean ascending) {
    Checks.that(!closed.get(), "a cursor after close");
    openCursors.incrementAndGet();
    Cursor cursor = ascending ? memtable.ascending() : memtable.descending();
    return new CheckedCursor(cursor, ascending, openCursors::decrementAndGet);
  }

  @Override
  public long bytesUsed() {
    long floor = leastBytes.get();
    long bytes = memtable.bytesUsed();
    Checks.that(bytes >= floor, "bytesUsed() fell from " + floor + " to " + bytes);
    leastBytes.accumulateAndGet(bytes, Math::max);
    return bytes;
  }

  @Override
  public long entryCount() {
    long floor = puts.get();
    long count = memtable.entryCount();
    Checks.that(count >= floor, "entryCount() is " + count + " after " + floor + " puts");
    return count;
  }

  @Override
  public void close() {
    Checks.that(closed.compareAndSet(false, true), "closed twice");
    int open = openCursors.get();
    Checks.that(open == 0, "closed beside " + open + " open cursors");
    Checks.that(!writing.get(), "closed beside a writer");
    memtable.close();
  }
}

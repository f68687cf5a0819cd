package io.kodiak.testkit;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A memtable that passes everything on and watches both sides: the caller, who must write from one
 * thread at a time with rising sequences and close last, and the memtable, whose answers must fit
 * what was asked. A breach of the contract is an {@link AssertionError}.
 *
 * <p>A memtable that answers questions about prefixes itself still does so, and its answers are
 * held against those of its cursors. It all costs allocations at every call: for tests only.
 */
public sealed class CheckedMemtable implements Memtable permits CheckedPrefixMemtable {
  private final Memtable memtable;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger openCursors = new AtomicInteger();
  private final AtomicLong puts = new AtomicLong();
  private final AtomicLong leastBytes = new AtomicLong();
  private volatile long lastSequence;

  CheckedMemtable(Memtable memtable) {
    this.memtable = memtable;
    Checks.that(memtable.entryCount() == 0, "a new memtable has entries");
  }

  /** Watches {@code memtable}, which must be empty; the result can do what it can. */
  public static CheckedMemtable of(Memtable memtable) {
    return memtable instanceof PrefixMemtable capable
        ? new CheckedPrefixMemtable(capable)
        : new CheckedMemtable(memtable);
  }

  /** A factory whose memtables are watched. */
  public static MemtableFactory factory(MemtableFactory factory) {
    return flushBytes -> of(factory.create(flushBytes));
  }

  @Override
  public final void put(Slice key, long sequence, EntryKind kind, Slice value) {
    requireOpen("put");
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
  public final boolean get(Slice key, long snapshot, EntryView result) {
    requireOpen("get");
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
  public final Cursor descending() {
    return cursor(false);
  }

  private Cursor cursor(boolean ascending) {
    Runnable onClose = openCursor();
    Cursor cursor = ascending ? memtable.ascending() : memtable.descending();
    return new CheckedCursor(cursor, ascending, onClose);
  }

  /** Counts a cursor that is about to be made; what to run when it is closed. */
  final Runnable openCursor() {
    requireOpen("a cursor");
    openCursors.incrementAndGet();
    return openCursors::decrementAndGet;
  }

  final void requireOpen(String what) {
    Checks.that(!closed.get(), what + " after close");
  }

  /** The sequence of the last entry whose put has returned. */
  final long lastSequence() {
    return lastSequence;
  }

  @Override
  public final long bytesUsed() {
    long floor = leastBytes.get();
    long bytes = memtable.bytesUsed();
    Checks.that(bytes >= floor, "bytesUsed() fell from " + floor + " to " + bytes);
    leastBytes.accumulateAndGet(bytes, Math::max);
    return bytes;
  }

  @Override
  public final long entryCount() {
    long floor = puts.get();
    long count = memtable.entryCount();
    Checks.that(count >= floor, "entryCount() is " + count + " after " + floor + " puts");
    return count;
  }

  @Override
  public final void close() {
    Checks.that(closed.compareAndSet(false, true), "closed twice");
    int open = openCursors.get();
    Checks.that(open == 0, "closed beside " + open + " open cursors");
    Checks.that(!writing.get(), "closed beside a writer");
    memtable.close();
  }
}

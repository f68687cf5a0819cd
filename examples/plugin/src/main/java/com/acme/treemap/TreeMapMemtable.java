package com.acme.treemap;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** A red-black tree behind a lock: a tree that is not made for several threads guards itself. */
final class TreeMapMemtable implements Memtable {
  /**
   * What a version takes beside its bytes: a node of the tree, the record, two slices, two arrays.
   */
  private static final int OVERHEAD = 200;

  private final TreeSet<Version> versions = new TreeSet<>();
  private final ReentrantReadWriteLock lock;
  private final AtomicLong bytes = new AtomicLong();

  TreeMapMemtable(boolean fair) {
    lock = new ReentrantReadWriteLock(fair);
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    Version version = new Version(key.copy(), sequence, kind, value.copy());
    lock.writeLock().lock();
    try {
      versions.add(version);
    } finally {
      lock.writeLock().unlock();
    }
    bytes.addAndGet(OVERHEAD + key.length() + value.length());
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    Version found = locked(() -> versions.ceiling(Version.before(key, snapshot)));
    if (found == null || !found.key().equals(key)) {
      return false;
    }
    found.show(result);
    return true;
  }

  /** Reads while nobody writes. */
  <T> T locked(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Cursor ascending() {
    return new TreeMapCursor(this, versions, false);
  }

  @Override
  public Cursor descending() {
    return new TreeMapCursor(this, versions.descendingSet(), true);
  }

  @Override
  public long bytesUsed() {
    return bytes.get();
  }

  @Override
  public long entryCount() {
    return locked(versions::size);
  }

  @Override
  public void close() {}
}

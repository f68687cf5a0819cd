package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;
import io.kodiak.memtable.towers.TowerCursor;

/**
 * A memtable over an {@link EnhancedSkipList}: random writes and reads in logarithmic time with few
 * cache misses, writes next to earlier ones in constant time, cursors of constant time a step in
 * both directions, no object for an entry.
 */
final class EnhancedSkipListMemtable implements Memtable {
  private final EntryArena entries;
  private final EnhancedSkipList list;
  private final MemtableSize size;

  EnhancedSkipListMemtable(EntryArena entries) {
    this.entries = entries;
    list = new EnhancedSkipList(entries);
    size = new MemtableSize(heapBytes());
  }

  EnhancedSkipList list() {
    return list;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    list.add(entries.add(key, sequence, kind, value), key, sequence);
    size.added(heapBytes());
  }

  private long heapBytes() {
    return 24 + MemtableSize.HEAP_BYTES + entries.heapBytes() + list.heapBytes();
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    long entry = list.find(key, snapshot);
    if (entry < 0) {
      return false;
    }
    entries.read((int) entry, result);
    return true;
  }

  @Override
  public Cursor ascending() {
    return new TowerCursor(list, list.towers(), true);
  }

  @Override
  public Cursor descending() {
    return new TowerCursor(list, list.towers(), false);
  }

  @Override
  public long bytesUsed() {
    return size.bytes();
  }

  @Override
  public long entryCount() {
    return size.entries();
  }

  @Override
  public void close() {
    list.clear();
    entries.clear();
  }
}

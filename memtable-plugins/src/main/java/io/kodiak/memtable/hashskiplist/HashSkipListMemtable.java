package io.kodiak.memtable.hashskiplist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;
import io.kodiak.memtable.towers.TowerCursor;

/**
 * A memtable over {@link GroupedSkipList}: reads of one key in constant time however many there
 * are, writes and seeks in a time logarithmic in the keys of the same prefix, cursors of constant
 * time a step over all keys in both directions, no object for an entry or a group.
 */
final class HashSkipListMemtable implements Memtable {
  private final EntryArena entries;
  private final GroupedSkipList list;
  private final MemtableSize size;

  HashSkipListMemtable(EntryArena entries, int prefixLength) {
    this.entries = entries;
    list = new GroupedSkipList(entries, prefixLength);
    size = new MemtableSize(heapBytes());
  }

  GroupedSkipList list() {
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

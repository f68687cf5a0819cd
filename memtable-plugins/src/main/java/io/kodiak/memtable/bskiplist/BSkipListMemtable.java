package io.kodiak.memtable.bskiplist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;
import io.kodiak.memtable.arena.SortedWords;

/**
 * A memtable over a {@link BSkipList}: random writes and reads in logarithmic time with about one
 * cache miss for each factor of {@value BSkipList#ENTRIES_PER_NODE}, cursors that walk over words
 * side by side.
 *
 * <p>A get fails without looking at an entry where no key has the same digest.
 */
final class BSkipListMemtable implements Memtable {
  private final EntryArena entries;
  private final BSkipList list;
  private final MemtableSize size;

  BSkipListMemtable(EntryArena entries) {
    this.entries = entries;
    list = new BSkipList(entries);
    size = new MemtableSize(heapBytes());
  }

  BSkipList list() {
    return list;
  }

  EntryArena entries() {
    return entries;
  }

  private long heapBytes() {
    return 24 + MemtableSize.HEAP_BYTES + entries.heapBytes() + list.heapBytes();
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    list.add(entries.add(key, sequence, kind, value), key, sequence);
    size.added(heapBytes());
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    long[] run = list.leaf(array, offset, length, snapshot);
    while (true) {
      long digest = SortedWords.digest(run, array, offset, length);
      int entry = SortedWords.find(run, digest, entries, array, offset, length, snapshot);
      if (entry == SortedWords.NO_REFERENCE) {
        long next = Nodes.next(run);
        if (next == SortedWords.NONE) {
          return false;
        }
        run = list.nodes().run(SortedWords.reference(next));
      } else if (entry == SortedWords.ABSENT
          || entries.compareKey(entry, array, offset, length) != 0) {
        return false;
      } else {
        entries.read(entry, result);
        return true;
      }
    }
  }

  @Override
  public Cursor ascending() {
    return new BSkipListCursor(this, true);
  }

  @Override
  public Cursor descending() {
    return new BSkipListCursor(this, false);
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

package io.kodiak.memtable.sorted;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;
import io.kodiak.memtable.arena.SortedWords;

/**
 * A memtable over {@link SortedChunks}: a search is three binary searches in arrays, a step of a
 * cursor is one to the next word, and an entry takes eight to ten bytes beside its own. A write
 * moves half a chunk in place, so the structure is best where reads are more than writes, and where
 * memory counts.
 *
 * <p>A get fails without looking at an entry where no key has the same digest.
 */
final class SortedMemtable implements Memtable {
  private final EntryArena entries;
  private final SortedChunks chunks;
  private final MemtableSize size;

  SortedMemtable(EntryArena entries) {
    this.entries = entries;
    chunks = new SortedChunks(entries);
    size = new MemtableSize(heapBytes());
  }

  SortedChunks chunks() {
    return chunks;
  }

  EntryArena entries() {
    return entries;
  }

  private long heapBytes() {
    return 24 + MemtableSize.HEAP_BYTES + entries.heapBytes() + chunks.heapBytes();
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    chunks.add(entries.add(key, sequence, kind, value), key, sequence);
    size.added(heapBytes());
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    Tier<Tier<long[]>> row = chunks.tiers();
    int t = row.find(entries, array, offset, length, snapshot);
    Tier<long[]> tier = row.child(t);
    int c = tier.find(entries, array, offset, length, snapshot);
    long[] chunk = tier.child(c);
    long digest = SortedWords.digest(chunk, array, offset, length);
    int entry = SortedWords.find(chunk, digest, entries, array, offset, length, snapshot);
    if (entry == SortedWords.NO_REFERENCE) {
      entry = firstBehind(row, t, tier, c);
    }
    if (entry == SortedWords.ABSENT
        || entry == SortedWords.NO_REFERENCE
        || entries.compareKey(entry, array, offset, length) != 0) {
      return false;
    }
    entries.read(entry, result);
    return true;
  }

  /** The first entry of the chunk after a chunk: versions of a key may go on there. */
  private static int firstBehind(Tier<Tier<long[]>> row, int t, Tier<long[]> tier, int c) {
    if (c + 1 < tier.size()) {
      return tier.separator(c + 1);
    }
    return t + 1 < row.size() ? row.separator(t + 1) : SortedWords.NO_REFERENCE;
  }

  @Override
  public Cursor ascending() {
    return new SortedCursor(this, true);
  }

  @Override
  public Cursor descending() {
    return new SortedCursor(this, false);
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
    chunks.clear();
    entries.clear();
  }
}

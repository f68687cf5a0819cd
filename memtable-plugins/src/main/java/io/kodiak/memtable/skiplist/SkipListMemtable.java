package io.kodiak.memtable.skiplist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.arena.MemtableSize;

/**
 * A memtable over a {@link SkipList}: random writes and reads in logarithmic time, cursors of
 * constant time a step in both directions, no object for an entry.
 *
 * <p>What keys have in common is seen only when there are some. So from time to time, and only
 * where equal digests make the writer look at entries often, the list is built again with a {@link
 * KeyDigest} that fits better, in the order of the keys and beside the old one. Readers and cursors
 * that began on the old one finish there: it has all that was added before they began.
 */
final class SkipListMemtable implements Memtable {
  /** The number of entries at which the digest is looked at first, then at every doubling. */
  private static final int FIRST_REVIEW = 32;

  /** Beyond this number of entries a pause of the writer would be felt. */
  private static final int LAST_REVIEW = 1 << 18;

  private final EntryArena entries;

  private final MemtableSize size;

  private volatile SkipList list;
  private long nextReview = FIRST_REVIEW;

  SkipListMemtable(EntryArena entries) {
    this.entries = entries;
    list = new SkipList(entries, new KeyDigest(Slice.EMPTY));
    size = new MemtableSize(heapBytes());
  }

  SkipList list() {
    return list;
  }

  EntryArena entries() {
    return entries;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    SkipList current = list;
    current.add(entries.add(key, sequence, kind, value), key, sequence);
    long count = size.entries() + 1;
    if (count == nextReview) {
      review(count);
    }
    size.added(heapBytes());
  }

  private long heapBytes() {
    return 32 + MemtableSize.HEAP_BYTES + entries.heapBytes() + list.heapBytes();
  }

  /** Builds the list again if most comparisons read entries and another digest would spare that. */
  private void review(long count) {
    nextReview = count < LAST_REVIEW ? 2 * count : -1;
    if (list.keyComparisons() < count / 2) {
      return;
    }
    EntryView low = new EntryView();
    EntryView high = new EntryView();
    list.spread(low, high);
    KeyDigest better = KeyDigest.between(low, high);
    if (!better.isSameAs(list.digest())) {
      list = rebuilt(better);
    }
  }

  private SkipList rebuilt(KeyDigest digest) {
    SkipList built = new SkipList(entries, digest);
    EntryView view = new EntryView();
    for (long link = list.first(); link != SkipList.NONE; link = list.next(link)) {
      int entry = SkipList.entry(link);
      entries.read(entry, view);
      built.append(entry, digest.of(view.keyArray(), view.keyOffset(), view.keyLength()));
    }
    return built;
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    SkipList current = list();
    long link = current.next(current.descend(array, offset, length, snapshot));
    while (link != SkipList.NONE) {
      int entry = SkipList.entry(link);
      int order = entries.compareKey(entry, array, offset, length);
      if (order > 0) {
        return false;
      }
      if (order == 0 && entries.sequence(entry) <= snapshot) {
        entries.read(entry, result);
        return true;
      }
      link = current.next(link);
    }
    return false;
  }

  @Override
  public Cursor ascending() {
    return new SkipListCursor(this, true);
  }

  @Override
  public Cursor descending() {
    return new SkipListCursor(this, false);
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

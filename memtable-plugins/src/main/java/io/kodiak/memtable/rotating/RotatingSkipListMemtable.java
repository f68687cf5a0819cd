package io.kodiak.memtable.rotating;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.arena.MemtableSize;

/**
 * A memtable over a {@link RotatingSkipList}: reads in logarithmic time, cursors of constant time a
 * step in both directions, no object for an entry, and a writer that searches like a reader and
 * then links one node, as the index is made elsewhere.
 *
 * <p>What keys have in common is seen only when there are some. So from time to time, and only
 * where equal digests are frequent, the list is built again with a {@link KeyDigest} that fits
 * better, beside the old one. Readers and cursors that began on the old one finish there: it has
 * all that was added before they began.
 *
 * <p>The writer says what entries and nodes take, whoever makes the index what that takes; {@link
 * #bytesUsed} adds them up, so that it holds while the index grows and nobody writes.
 */
final class RotatingSkipListMemtable implements Memtable {
  /** The number of entries at which the digest is looked at first, then at every doubling. */
  private static final int FIRST_REVIEW = 32;

  /** Beyond this number of entries a pause of the writer would be felt. */
  private static final int LAST_REVIEW = 1 << 18;

  private final EntryArena entries;
  private final MemtableSize size = new MemtableSize(0);
  private final double indexShare;
  private final Upkeep upkeep;
  private volatile RotatingSkipList list;
  private long nextReview = FIRST_REVIEW;

  /** What the memtable took when the list was made; written before others know it. */
  private long leastBytes;

  /**
   * Makes an empty memtable.
   *
   * @param entries without entries
   * @param indexShare how much of the heap that it takes may be index
   */
  RotatingSkipListMemtable(EntryArena entries, double indexShare, Upkeep upkeep) {
    this.entries = entries;
    this.indexShare = indexShare;
    this.upkeep = upkeep;
    RotatingSkipList first = newList(new KeyDigest(Slice.EMPTY));
    leastBytes = heapBytes(first) + first.indexBytes();
    list = first;
  }

  private RotatingSkipList newList(KeyDigest digest) {
    return new RotatingSkipList(entries, digest, size, indexShare, upkeep);
  }

  RotatingSkipList list() {
    return list;
  }

  EntryArena entries() {
    return entries;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    RotatingSkipList current = list;
    current.add(entries.add(key, sequence, kind, value), key, sequence);
    long count = size.entries() + 1;
    if (count >= nextReview) {
      review(count);
    }
    size.added(heapBytes(list));
  }

  private long heapBytes(RotatingSkipList current) {
    return 56 + MemtableSize.HEAP_BYTES + entries.heapBytes() + current.heapBytes();
  }

  /** Builds the list again if digests are often equal and others would be less so. */
  private void review(long count) {
    RotatingSkipList current = list;
    if (current.ties() >= count / 4) {
      // A list under maintenance is left for the next put.
      if (!current.maintenance().tryStop()) {
        return;
      }
      EntryView low = new EntryView();
      EntryView high = new EntryView();
      current.spread(low, high);
      KeyDigest better = KeyDigest.between(low, high);
      if (better.isSameAs(current.digest())) {
        current.maintenance().resume();
      } else {
        RotatingSkipList built = rebuilt(current, better);
        leastBytes = bytesUsed();
        list = built;
      }
    }
    nextReview = count < LAST_REVIEW ? 2 * count : Long.MAX_VALUE;
  }

  private RotatingSkipList rebuilt(RotatingSkipList current, KeyDigest digest) {
    RotatingSkipList built = newList(digest);
    NodeLevel nodes = current.nodes();
    EntryView view = new EntryView();
    for (long link = nodes.first(); link != NodeLevel.NONE; link = nodes.next(link)) {
      int entry = NodeLevel.entry(link);
      entries.read(entry, view);
      built.load(entry, digest.of(view.keyArray(), view.keyOffset(), view.keyLength()));
    }
    built.buildIndex();
    return built;
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    RotatingSkipList current = list;
    NodeLevel nodes = current.nodes();
    long link = nodes.next(current.before(array, offset, length, snapshot));
    while (link != NodeLevel.NONE) {
      int entry = NodeLevel.entry(link);
      int order = entries.compareKey(entry, array, offset, length);
      if (order > 0) {
        return false;
      }
      if (order == 0 && entries.sequence(entry) <= snapshot) {
        entries.read(entry, result);
        return true;
      }
      link = nodes.next(link);
    }
    return false;
  }

  @Override
  public Cursor ascending() {
    return new RotatingSkipListCursor(this, true);
  }

  @Override
  public Cursor descending() {
    return new RotatingSkipListCursor(this, false);
  }

  @Override
  public long bytesUsed() {
    // The size first: added to the index of a list before, it must not be one of a list after.
    long bytes = size.bytes();
    RotatingSkipList current = list;
    return Math.max(leastBytes, bytes + current.indexBytes());
  }

  @Override
  public long entryCount() {
    return size.entries();
  }

  @Override
  public void close() {
    while (!list.maintenance().tryStop()) {
      Thread.onSpinWait();
    }
    list.clear();
    entries.clear();
  }
}

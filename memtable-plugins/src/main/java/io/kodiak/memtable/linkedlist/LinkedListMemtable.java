package io.kodiak.memtable.linkedlist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;
import io.kodiak.memtable.hash.KeyHash;
import io.kodiak.memtable.order.EntryOrder;
import org.jspecify.annotations.Nullable;

/**
 * A memtable that only lists its entries, the newest first: the least work for a put and six bytes
 * an entry beside the entry itself, for tables of some hundred entries, and for data that is
 * written and flushed but hardly read.
 *
 * <p>A get walks the list from the newest entry to the first match, in linear time, but quickly:
 * see {@link Chunk}. A cursor sorts the entries, and the order is kept for those that follow: see
 * {@link EntryOrder}. It shows what was there when it was made and nothing later.
 *
 * <p><b>Threading.</b> The writer links a chunk, stores entries in it and releases the count of
 * entries after each. A reader acquires the count, then the newest chunk: which has, with those it
 * links to, all entries counted. No reader makes the writer wait.
 */
final class LinkedListMemtable implements Memtable, EntryOrder.Appended {
  private final EntryArena entries;
  private final EntryOrder order;
  private final MemtableSize size;

  private volatile @Nullable Chunk newest;

  // The writer's: the newest chunk again, where it ends, and what all take.
  private @Nullable Chunk open;
  private int end;
  private long chunkBytes;

  LinkedListMemtable(EntryArena entries) {
    this.entries = entries;
    order = new EntryOrder(entries, this);
    size = new MemtableSize(heapBytes());
  }

  /** Without the order, which readers make. */
  private long heapBytes() {
    return 48 + MemtableSize.HEAP_BYTES + entries.heapBytes() + chunkBytes;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    int ordinal = (int) size.entries();
    Chunk chunk = open;
    if (chunk == null || ordinal == end) {
      chunk = link(ordinal);
    }
    int entry = entries.add(key, sequence, kind, value);
    long hash = KeyHash.of(key.array(), key.offset(), key.length());
    chunk.set(ordinal, entry, Chunk.tag(hash));
    size.added(heapBytes());
  }

  /** Each chunk is as large as all before together, up to a limit. */
  private Chunk link(int ordinal) {
    int capacity = Math.min(Chunk.MOST, Math.max(Chunk.LEAST, ordinal));
    Chunk chunk = new Chunk(open, ordinal, capacity);
    chunkBytes += chunk.heapBytes();
    end = chunk.end();
    open = chunk;
    newest = chunk;
    return chunk;
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int count = (int) size.entries();
    long tag = Chunk.tag(KeyHash.of(array, offset, length));
    for (Chunk chunk = newest; chunk != null; chunk = chunk.older()) {
      int place = Math.min(count, chunk.end()) - chunk.first();
      while (place > 0) {
        place = chunk.before(place, tag);
        if (place >= 0) {
          int entry = chunk.reference(place);
          if (entries.compareKey(entry, array, offset, length) == 0
              && entries.sequence(entry) <= snapshot) {
            entries.read(entry, result);
            return true;
          }
        }
      }
    }
    return false;
  }

  @Override
  public void copyTo(int first, int[] target) {
    int end = first + target.length;
    for (Chunk chunk = newest; chunk != null && chunk.end() > first; chunk = chunk.older()) {
      int from = Math.max(first, chunk.first());
      int to = Math.min(end, chunk.end());
      if (from < to) {
        System.arraycopy(chunk.references(), from - chunk.first(), target, from - first, to - from);
      }
    }
  }

  @Override
  public Cursor ascending() {
    return order.cursor((int) size.entries(), true);
  }

  @Override
  public Cursor descending() {
    return order.cursor((int) size.entries(), false);
  }

  @Override
  public long bytesUsed() {
    return size.bytes() + order.heapBytes();
  }

  @Override
  public long entryCount() {
    return size.entries();
  }

  @Override
  public void close() {
    order.clear();
    newest = null;
    open = null;
    entries.clear();
  }
}

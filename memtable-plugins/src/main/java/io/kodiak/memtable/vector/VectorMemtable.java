package io.kodiak.memtable.vector;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;
import io.kodiak.memtable.order.EntryOrder;
import io.kodiak.memtable.order.ReferenceList;

/**
 * A memtable for bulk loads: entries are appended as they come, in constant time, and sorted when
 * somebody iterates, as in RocksDB's {@code VectorRep}.
 *
 * <p>Single keys are found by hash, in a {@link VersionIndex}, so that reading does not wait for a
 * sort either. The order, once made, is kept, and brought up to date for the next cursor by what
 * was added meanwhile: see {@link EntryOrder}. A cursor shows what was there when it was made and
 * nothing later.
 *
 * <p><b>Threading.</b> The writer releases the count of entries after it has appended one; a cursor
 * acquires the count and sorts that many. A get acquires a slot of the index. No reader makes the
 * writer wait.
 */
final class VectorMemtable implements Memtable {
  private final EntryArena entries;
  private final ReferenceList appended = new ReferenceList();
  private final VersionIndex index;
  private final EntryOrder order;
  private final MemtableSize size;

  VectorMemtable(EntryArena entries) {
    this.entries = entries;
    index = new VersionIndex(entries);
    order = new EntryOrder(entries, appended);
    size = new MemtableSize(heapBytes());
  }

  /** Without the order, which readers make. */
  private long heapBytes() {
    return 32
        + MemtableSize.HEAP_BYTES
        + entries.heapBytes()
        + appended.heapBytes()
        + index.heapBytes();
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    int entry = entries.add(key, sequence, kind, value);
    appended.add(entry);
    index.add(entry, key, (int) size.entries());
    size.added(heapBytes());
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    int count = (int) size.entries();
    long found = index.find(key.array(), key.offset(), key.length(), snapshot, count);
    if (found < 0) {
      return false;
    }
    entries.read((int) found, result);
    return true;
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
    index.clear();
    appended.clear();
    entries.clear();
  }
}

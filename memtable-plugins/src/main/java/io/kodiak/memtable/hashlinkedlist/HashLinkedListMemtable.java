package io.kodiak.memtable.hashlinkedlist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;
import io.kodiak.memtable.hash.HashDirectory;
import io.kodiak.memtable.hash.KeyHash;

/**
 * A memtable for many short groups of keys: a hash directory of sorted linked lists, one for each
 * prefix, as RocksDB's {@code HashLinkListRep}.
 *
 * <p>A key belongs to the list of its first bytes, as many as the prefix is long; a key that is
 * shorter has a list of its own. The directory grows with the number of lists, which themselves
 * never move. Writing and reading find the list by hash and walk it: in constant time while groups
 * are short, in logarithmic time when they are not, see {@link SortedLists}. A cursor that seeks
 * into a group finds it by hash too; only one that leaves its group needs the order of all groups,
 * see {@link ListOrder}.
 *
 * <p><b>Threading.</b> The writer releases a slot of the directory after it has made the list, and
 * links of the list after it has made the node; readers acquire both. No reader makes the writer
 * wait.
 */
final class HashLinkedListMemtable implements Memtable {
  private final int prefixLength;
  private final EntryArena entries;
  private final HashDirectory directory = new HashDirectory();
  private final SortedLists lists;
  private final ListOrder order;
  private final MemtableSize size;

  HashLinkedListMemtable(EntryArena entries, int prefixLength) {
    this.entries = entries;
    this.prefixLength = prefixLength;
    this.lists = new SortedLists(entries, prefixLength);
    this.order = new ListOrder(entries, lists);
    this.size = new MemtableSize(heapBytes());
  }

  EntryArena entries() {
    return entries;
  }

  SortedLists lists() {
    return lists;
  }

  ListOrder order() {
    return order;
  }

  /** Without the order, which readers make. */
  private long heapBytes() {
    return 40
        + MemtableSize.HEAP_BYTES
        + entries.heapBytes()
        + directory.heapBytes()
        + lists.heapBytes()
        + order.heapBytes();
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    long hash = hash(array, offset, length);
    int entry = entries.add(key, sequence, kind, value);
    int list = list(hash, array, offset, length);
    if (list == SortedLists.NO_LIST) {
      list = lists.create(entry, array, offset, length);
      directory.add(hash, list, false);
      order.add(list);
    } else {
      lists.add(list, entry, array, offset, length, sequence);
    }
    size.added(heapBytes());
  }

  private long hash(byte[] key, int offset, int length) {
    return KeyHash.of(key, offset, Math.min(prefixLength, length));
  }

  /** The list to which a key belongs; {@link SortedLists#NO_LIST} when there is none. */
  int list(byte[] key, int offset, int length) {
    return list(hash(key, offset, length), key, offset, length);
  }

  private int list(long hash, byte[] key, int offset, int length) {
    long[] segment = directory.segment(hash);
    int at = HashDirectory.start(segment, hash);
    for (long slot = HashDirectory.slot(segment, at);
        slot != HashDirectory.EMPTY;
        slot = HashDirectory.slot(segment, at)) {
      if (HashDirectory.isOf(slot, hash)) {
        int list = HashDirectory.number(slot);
        if (belongs(lists.founder(list), key, offset, length)) {
          return list;
        }
      }
      at = HashDirectory.next(segment, at);
    }
    return SortedLists.NO_LIST;
  }

  /** Whether a key belongs to the list that began with an entry. */
  private boolean belongs(int founder, byte[] key, int offset, int length) {
    return length < prefixLength
        ? entries.compareKey(founder, key, offset, length) == 0
        : entries.startsWith(founder, key, offset, prefixLength);
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int list = list(array, offset, length);
    if (list == SortedLists.NO_LIST) {
      return false;
    }
    long link = lists.atOrBehind(list, array, offset, length, snapshot);
    if (link == SortedLists.NONE) {
      return false;
    }
    int entry = SortedLists.entry(link);
    if (entries.compareKey(entry, array, offset, length) != 0) {
      return false;
    }
    entries.read(entry, result);
    return true;
  }

  @Override
  public Cursor ascending() {
    return new HashLinkedListCursor(this, true);
  }

  @Override
  public Cursor descending() {
    return new HashLinkedListCursor(this, false);
  }

  @Override
  public long bytesUsed() {
    return size.bytes() + order.sortedBytes();
  }

  @Override
  public long entryCount() {
    return size.entries();
  }

  @Override
  public void close() {
    order.clear();
    lists.clear();
    directory.clear();
    entries.clear();
  }
}

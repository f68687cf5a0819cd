package io.kodiak.memtable.hashlinkedlist;

import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.order.ReferenceList;
import io.kodiak.memtable.order.SortedEntries;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lists in the order of their prefixes, made when a cursor leaves a list and kept until there
 * are more lists.
 *
 * <p>No key lies between two keys of one list: all of a list share a prefix that no other has. So
 * the order of any keys, one of each list, is that of the lists, and what is sorted here is the
 * entries that they began with. Entries added to a list that is there change nothing.
 *
 * <p><b>Threading.</b> The writer appends a list and releases their number; a reader acquires the
 * number and sorts that many. Of several readers that find the order out of date one sorts, and the
 * others wait for what they need as well; none waits for the writer, nor makes it wait.
 */
final class ListOrder {
  /** From this share of new lists on, as a power of a half, sorting all is quicker than merging. */
  private static final int MERGED_SHARE_BITS = 3;

  private final EntryArena entries;
  private final SortedLists lists;
  private final ReferenceList created = new ReferenceList();
  private final AtomicInteger count = new AtomicInteger();
  private volatile SortedEntries sorted;
  private volatile long sortedBytes;

  ListOrder(EntryArena entries, SortedLists lists) {
    this.entries = entries;
    this.lists = lists;
    this.sorted = SortedEntries.withCompanions(entries, new long[0]);
    this.sortedBytes = sorted.heapBytes();
  }

  /** Adds a list that is found by its prefix already. For the writer. */
  void add(int list) {
    created.add(list);
    count.setRelease(count.getPlain() + 1);
  }

  /** All lists, each the companion of the entry that it began with. */
  SortedEntries lists() {
    int needed = count.getAcquire();
    SortedEntries current = sorted;
    return current.count() >= needed ? current : extended(needed);
  }

  private synchronized SortedEntries extended(int needed) {
    SortedEntries current = sorted;
    int known = current.count();
    if (known >= needed) {
      return current;
    }
    // The sorted ones are the first that were created, so the rest is new.
    boolean merges = needed - known <= known >>> MERGED_SHARE_BITS;
    SortedEntries more = sorted(merges ? known : 0, needed);
    current = merges ? current.mergedWith(more) : more;
    sortedBytes = Math.max(sortedBytes, current.heapBytes());
    sorted = current;
    return current;
  }

  private SortedEntries sorted(int from, int to) {
    long[] items = new long[to - from];
    for (int i = 0; i < items.length; i++) {
      int list = created.at(from + i);
      items[i] = SortedEntries.item(lists.founder(list), list);
    }
    return SortedEntries.withCompanions(entries, items);
  }

  /** The heap that the writer's part takes, in bytes. For the writer. */
  long heapBytes() {
    return 40 + 16 + created.heapBytes();
  }

  /** The heap that the sorted part takes, in bytes. Any thread may ask. */
  long sortedBytes() {
    return sortedBytes;
  }

  /** Lets go of all lists. */
  void clear() {
    sorted = SortedEntries.withCompanions(entries, new long[0]);
    created.clear();
  }
}

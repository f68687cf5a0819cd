package io.kodiak.memtable.hashlinkedlist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.order.SortedEntries;

/**
 * A cursor from list to list, in either direction.
 *
 * <p>A seek goes to the list of its key by hash, and steps walk that list; the order of the lists
 * is asked for when the cursor leaves it. Entries that are added to a list while the cursor is on
 * the way are shown, lists that are added are not, until the next seek.
 *
 * <p>Neighbours in the order lie anywhere in memory. A cursor that has come some way therefore
 * touches the entries ahead by groups, so that their cache misses overlap.
 */
final class HashLinkedListCursor implements Cursor {
  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;
  private static final int UNKNOWN = -2;

  /** How many entries are touched together; a short scan ends before the first group. */
  private static final int GROUP = 16;

  private final HashLinkedListMemtable memtable;
  private final EntryArena entries;
  private final SortedLists lists;
  private final boolean ascending;
  private final EntryView view = new EntryView();
  private final EntryView founder = new EntryView();
  private SortedEntries order;

  /** Where the current list is in the order. */
  private int place = UNKNOWN;

  private int list = SortedLists.NO_LIST;
  private long at = SortedLists.NONE;
  private int untilGroup = GROUP;
  private int touched;

  HashLinkedListCursor(HashLinkedListMemtable memtable, boolean ascending) {
    this.memtable = memtable;
    this.entries = memtable.entries();
    this.lists = memtable.lists();
    this.ascending = ascending;
    this.order = SortedEntries.withCompanions(entries, new long[0]);
  }

  @Override
  public boolean first() {
    untilGroup = GROUP;
    order = memtable.order().lists();
    return enter(ascending ? 0 : order.count() - 1);
  }

  @Override
  public boolean seek(Slice key) {
    untilGroup = GROUP;
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    list = memtable.list(array, offset, length);
    if (list == SortedLists.NO_LIST) {
      order = memtable.order().lists();
      // A list is found before it is in the order: one that is not found now is not in it either.
      list = memtable.list(array, offset, length);
    }
    if (list == SortedLists.NO_LIST) {
      int behind = order.position(array, offset, length, ascending ? NEWEST : OLDEST);
      return enter(ascending ? behind : behind - 1);
    }
    place = UNKNOWN;
    at =
        ascending
            ? lists.atOrBehind(list, array, offset, length, NEWEST)
            : lists.before(list, array, offset, length, OLDEST);
    return at == SortedLists.NONE ? leave() : stand();
  }

  @Override
  public boolean next() {
    untilGroup--;
    if (untilGroup == 0) {
      touchGroup();
    }
    at = step(at);
    return at == SortedLists.NONE ? leave() : stand();
  }

  private long step(long link) {
    return ascending ? lists.next(link) : lists.previous(link);
  }

  /** Goes to the list behind the current one. */
  private boolean leave() {
    if (place != UNKNOWN) {
      return enter(ascending ? place + 1 : place - 1);
    }
    order = memtable.order().lists();
    entries.read(lists.founder(list), founder);
    int found =
        order.position(
            founder.keyArray(), founder.keyOffset(), founder.keyLength(), founder.sequence());
    // A list that has just been found may not be in the order yet.
    boolean isThere = found < order.count() && order.companion(found) == list;
    return enter(!ascending ? found - 1 : isThere ? found + 1 : found);
  }

  /** Goes to the first entry of the list at a place in the order. */
  private boolean enter(int index) {
    place = index;
    if (index < 0 || index >= order.count()) {
      at = SortedLists.NONE;
      return false;
    }
    list = order.companion(index);
    at = ascending ? lists.first(list) : lists.last(list);
    return stand();
  }

  private boolean stand() {
    entries.read(SortedLists.entry(at), view);
    return true;
  }

  private void touchGroup() {
    untilGroup = GROUP;
    int left = GROUP;
    for (long link = step(at); link != SortedLists.NONE && left > 0; link = step(link)) {
      touched = entries.touch(SortedLists.entry(link), touched);
      left--;
    }
    if (place != UNKNOWN) {
      touchLists(left);
    }
  }

  /** Touches the lists behind the current one, of which each has an entry at least. */
  private void touchLists(int count) {
    int step = ascending ? 1 : -1;
    int index = place;
    for (int i = 0; i < count; i++) {
      index += step;
      if (index < 0 || index >= order.count()) {
        return;
      }
      touched += (int) lists.first(order.companion(index));
      touched = entries.touch(order.reference(index), touched);
    }
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    at = SortedLists.NONE;
  }
}

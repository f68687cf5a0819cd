package io.kodiak.memtable.rotating;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;

/**
 * A cursor over a skip list, in either direction; a step reads one link and one entry.
 *
 * <p>Neighbours in the order lie anywhere in memory, so each entry is a cache miss, and whoever
 * works on one entry at a time waits for each. A cursor that has come some way therefore touches
 * the entries ahead by groups: the links say where they are, and the misses of a group overlap.
 */
final class RotatingSkipListCursor implements Cursor {
  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;

  /** How many entries are touched together; a short scan ends before the first group. */
  private static final int GROUP = 16;

  private final RotatingSkipListMemtable memtable;
  private final EntryArena entries;
  private final boolean ascending;
  private final EntryView view = new EntryView();
  private RotatingSkipList list;
  private long at = NodeLevel.NONE;
  private int untilGroup = GROUP;
  private int touched;

  RotatingSkipListCursor(RotatingSkipListMemtable memtable, boolean ascending) {
    this.memtable = memtable;
    this.entries = memtable.entries();
    this.ascending = ascending;
    this.list = memtable.list();
  }

  @Override
  public boolean first() {
    list = memtable.list();
    untilGroup = GROUP;
    return stand(ascending ? list.nodes().first() : list.nodes().last());
  }

  @Override
  public boolean seek(Slice key) {
    list = memtable.list();
    untilGroup = GROUP;
    return stand(
        ascending
            ? list.atOrBehind(key.array(), key.offset(), key.length(), NEWEST)
            : list.before(key.array(), key.offset(), key.length(), OLDEST));
  }

  @Override
  public boolean next() {
    untilGroup--;
    if (untilGroup == 0) {
      touchGroup();
    }
    return stand(step(at));
  }

  private long step(long link) {
    return ascending ? list.nodes().next(link) : list.nodes().previous(link);
  }

  private void touchGroup() {
    untilGroup = GROUP;
    long link = at;
    for (int i = 0; i < GROUP; i++) {
      link = step(link);
      if (link == NodeLevel.NONE) {
        return;
      }
      touched = entries.touch(NodeLevel.entry(link), touched);
    }
  }

  private boolean stand(long link) {
    at = link;
    if (link == NodeLevel.NONE) {
      return false;
    }
    entries.read(NodeLevel.entry(link), view);
    return true;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    at = NodeLevel.NONE;
  }
}

package io.kodiak.memtable.skiplist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;

/** A cursor over a skip list, in either direction; a step reads one link and one entry. */
final class SkipListCursor implements Cursor {
  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;

  private final SkipListMemtable memtable;
  private final EntryArena entries;
  private final boolean ascending;
  private final EntryView view = new EntryView();
  private SkipList list;
  private long at = SkipList.NONE;

  SkipListCursor(SkipListMemtable memtable, boolean ascending) {
    this.memtable = memtable;
    this.entries = memtable.entries();
    this.ascending = ascending;
    this.list = memtable.list();
  }

  @Override
  public boolean first() {
    list = memtable.list();
    return stand(ascending ? list.first() : list.last());
  }

  @Override
  public boolean seek(Slice key) {
    list = memtable.list();
    return stand(
        ascending
            ? list.atOrBehind(key.array(), key.offset(), key.length(), NEWEST)
            : list.before(key.array(), key.offset(), key.length(), OLDEST));
  }

  @Override
  public boolean next() {
    return stand(ascending ? list.next(at) : list.previous(at));
  }

  private boolean stand(long link) {
    at = link;
    if (link == SkipList.NONE) {
      return false;
    }
    entries.read(SkipList.entry(link), view);
    return true;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    at = SkipList.NONE;
  }
}

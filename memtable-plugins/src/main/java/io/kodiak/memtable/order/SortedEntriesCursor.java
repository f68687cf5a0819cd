package io.kodiak.memtable.order;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;

/**
 * A cursor over sorted references, in either direction.
 *
 * <p>Neighbours in the order lie anywhere in memory, so each entry is a cache miss, and whoever
 * works on one entry at a time waits for each. A cursor that has come some way therefore touches
 * the entries ahead by groups: the references say where they are, and the misses of a group
 * overlap.
 */
public final class SortedEntriesCursor implements Cursor {
  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;

  /** How many entries are touched together; a short scan ends before the first group. */
  private static final int GROUP = 16;

  private final SortedEntries sorted;
  private final EntryArena entries;
  private final int step;
  private final EntryView view = new EntryView();
  private int at;
  private int untilGroup = GROUP;
  private int touched;

  /** A cursor over what was sorted. */
  public SortedEntriesCursor(SortedEntries sorted, boolean ascending) {
    this.sorted = sorted;
    this.entries = sorted.entries();
    this.step = ascending ? 1 : -1;
  }

  /**
   * A cursor over the first {@code count} references, which are sorted and do not change while it
   * is in use.
   */
  public SortedEntriesCursor(EntryArena entries, int[] references, int count, boolean ascending) {
    this(new SortedEntries(entries, references, count), ascending);
  }

  @Override
  public boolean first() {
    untilGroup = GROUP;
    return stand(step > 0 ? 0 : sorted.count() - 1);
  }

  @Override
  public boolean seek(Slice key) {
    untilGroup = GROUP;
    int place =
        sorted.position(key.array(), key.offset(), key.length(), step > 0 ? NEWEST : OLDEST);
    return stand(step > 0 ? place : place - 1);
  }

  @Override
  public boolean next() {
    untilGroup--;
    if (untilGroup == 0) {
      touchGroup();
    }
    return stand(at + step);
  }

  private void touchGroup() {
    untilGroup = GROUP;
    int ahead = at;
    for (int i = 0; i < GROUP; i++) {
      ahead += step;
      if (ahead < 0 || ahead >= sorted.count()) {
        return;
      }
      touched = entries.touch(sorted.reference(ahead), touched);
    }
  }

  private boolean stand(int place) {
    at = place;
    if (place < 0 || place >= sorted.count()) {
      return false;
    }
    entries.read(sorted.reference(place), view);
    return true;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    at = -1;
  }
}

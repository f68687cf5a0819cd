package io.kodiak.memtable.towers;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;

/**
 * A cursor over the lowest level of towers, in either direction.
 *
 * <p>Neighbours in the order lie anywhere in memory, so each entry is a cache miss, and whoever
 * works on one entry at a time waits for each. A cursor that has come some way therefore walks the
 * nodes ahead by groups, keeps where their entries are, and touches these, so that their misses
 * overlap. Entries added meanwhile may be left out: they are younger than the cursor.
 */
public final class TowerCursor implements Cursor {
  /** Finds where a cursor begins. */
  public interface Order {
    /** The first node at or behind a key; 0 is none. */
    int atOrBehind(Slice key);

    /** The last node at or before a key, whatever its version; 0 is none. */
    int atOrBefore(Slice key);
  }

  /** How many entries are touched together; a short scan ends before the first group. */
  private static final int GROUP = 16;

  private final Order order;
  private final Towers towers;
  private final EntryArena entries;
  private final boolean ascending;
  private final EntryView view = new EntryView();
  private final int[] ahead = new int[GROUP];
  private int node;
  private int taken;
  private int filled;
  private int alone;
  private int touched;

  /** Makes a cursor that stands nowhere yet. */
  public TowerCursor(Order order, Towers towers, boolean ascending) {
    this.order = order;
    this.towers = towers;
    this.entries = towers.entries();
    this.ascending = ascending;
  }

  @Override
  public boolean first() {
    return begin(step(Towers.HEAD));
  }

  @Override
  public boolean seek(Slice key) {
    return begin(ascending ? order.atOrBehind(key) : order.atOrBefore(key));
  }

  private boolean begin(int first) {
    taken = 0;
    filled = 0;
    alone = 0;
    node = first;
    if (first == 0) {
      return false;
    }
    entries.read(towers.entry(first), view);
    return true;
  }

  @Override
  public boolean next() {
    if (taken == filled) {
      if (alone == GROUP) {
        fill(GROUP);
      } else {
        alone++;
        fill(1);
      }
      if (filled == 0) {
        return false;
      }
    }
    entries.read(ahead[taken++], view);
    return true;
  }

  private int step(int from) {
    return ascending ? towers.next(from) : towers.previous(from);
  }

  private void fill(int most) {
    taken = 0;
    filled = 0;
    int at = node;
    int sum = touched;
    while (filled < most) {
      int next = step(at);
      if (next == 0) {
        break;
      }
      at = next;
      int entry = towers.entry(at);
      ahead[filled++] = entry;
      sum = entries.touch(entry, sum);
    }
    node = at;
    touched = sum;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    node = Towers.HEAD;
    taken = 0;
    filled = 0;
  }
}

package io.kodiak.compaction.plan;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.List;

/**
 * Looks for tables of one run, for keys that ascend: from where it is it goes on in steps that
 * double, so that all its steps together are few where keys are near each other or few. For one
 * thread.
 */
public final class RunCursor {
  private final List<SSTableMeta> tables;
  private int at;

  /** A cursor at the begin of a run. */
  public RunCursor(Run run) {
    this(run.tables());
  }

  /**
   * A cursor at the begin of some tables of a run.
   *
   * @param tables ascending by key, no two overlapping
   */
  public RunCursor(List<SSTableMeta> tables) {
    this.tables = tables;
  }

  /**
   * The index of the first table that ends at the key or behind it; the number of tables if none
   * does.
   *
   * @param key not less than the one before
   */
  public int firstEndingAtLeast(Slice key) {
    int step = 1;
    int high = at;
    while (high < tables.size() && tables.get(high).lastKey().compareTo(key) < 0) {
      at = high + 1;
      high += step;
      step <<= 1;
    }
    high = Math.min(high, tables.size());
    while (at < high) {
      int middle = (at + high) >>> 1;
      if (tables.get(middle).lastKey().compareTo(key) < 0) {
        at = middle + 1;
      } else {
        high = middle;
      }
    }
    return at;
  }

  /** Whether the run may hold a key that the table may hold; first keys must not descend. */
  public boolean meets(SSTableMeta table) {
    int found = firstEndingAtLeast(table.firstKey());
    return found < tables.size() && tables.get(found).firstKey().compareTo(table.lastKey()) <= 0;
  }
}

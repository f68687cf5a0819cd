package io.kodiak.compaction.plan;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of keys that some tables cover, as ascending disjoint intervals, ends included. For
 * one thread.
 */
public final class KeyCover {
  private final List<Run> pending = new ArrayList<>();
  private Slice[] firsts = {};
  private Slice[] lasts = {};
  private int count;

  /** Makes a cover of nothing. */
  public KeyCover() {}

  /** Adds the ranges of the tables of a run. */
  public void add(Run run) {
    // What is asked for last is often not followed by a question.
    pending.add(run);
  }

  private void merge(Run run) {
    Slice[] beforeFirsts = firsts;
    Slice[] beforeLasts = lasts;
    int before = count;
    firsts = new Slice[before + run.tables().size()];
    lasts = new Slice[firsts.length];
    count = 0;
    int i = 0;
    for (SSTableMeta table : run.tables()) {
      while (i < before && beforeFirsts[i].compareTo(table.firstKey()) <= 0) {
        append(beforeFirsts[i], beforeLasts[i]);
        i++;
      }
      append(table.firstKey(), table.lastKey());
    }
    for (; i < before; i++) {
      append(beforeFirsts[i], beforeLasts[i]);
    }
  }

  /** Adds an interval that does not begin before the last one. */
  private void append(Slice first, Slice last) {
    if (count == 0 || lasts[count - 1].compareTo(first) < 0) {
      firsts[count] = first;
      lasts[count++] = last;
    } else if (lasts[count - 1].compareTo(last) < 0) {
      lasts[count - 1] = last;
    }
  }

  /** The tables of a run, in order, in which a covered key may lie. */
  public List<SSTableMeta> met(Run run) {
    List<SSTableMeta> met = new ArrayList<>();
    Sweep sweep = sweep(run);
    for (SSTableMeta table = sweep.next(); table != null; table = sweep.next()) {
      met.add(table);
    }
    return met;
  }

  /**
   * The size of the tables of a run in which a covered key may lie; when it is more than {@code
   * most}, some number that is more.
   */
  public long metBytes(Run run, double most) {
    long bytes = 0;
    Sweep sweep = sweep(run);
    for (SSTableMeta table = sweep.next(); table != null && bytes <= most; table = sweep.next()) {
      bytes += table.bytes();
    }
    return bytes;
  }

  private Sweep sweep(Run run) {
    pending.forEach(this::merge);
    pending.clear();
    return new Sweep(run);
  }

  /** Goes over tables and intervals side by side, past many at once where the other has few. */
  private final class Sweep {
    private final List<SSTableMeta> tables;
    private final RunCursor cursor;
    private int table;
    private int interval;

    Sweep(Run run) {
      tables = run.tables();
      cursor = new RunCursor(run);
    }

    /** The next table that is met. */
    @Nullable SSTableMeta next() {
      while (table < tables.size()) {
        SSTableMeta next = tables.get(table);
        skipBelow(next.firstKey());
        if (interval == count) {
          return null;
        }
        if (firsts[interval].compareTo(next.lastKey()) <= 0) {
          table++;
          return next;
        }
        table = Math.max(table + 1, cursor.firstEndingAtLeast(firsts[interval]));
      }
      return null;
    }

    /** Passes the intervals that end before a key. */
    private void skipBelow(Slice key) {
      int step = 1;
      int high = interval;
      while (high < count && lasts[high].compareTo(key) < 0) {
        interval = high + 1;
        high += step;
        step <<= 1;
      }
      high = Math.min(high, count);
      while (interval < high) {
        int middle = (interval + high) >>> 1;
        if (lasts[middle].compareTo(key) < 0) {
          interval = middle + 1;
        } else {
          high = middle;
        }
      }
    }
  }
}

package io.kodiak.compaction.plan;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges of keys that some tables cover, as ascending disjoint intervals, ends included. For
 * one thread.
 */
public final class KeyCover {
  private record Interval(Slice first, Slice last) {}

  private List<Interval> intervals = new ArrayList<>();

  /** Makes a cover of nothing. */
  public KeyCover() {}

  /** Adds the ranges of the tables of a run. */
  public void add(Run run) {
    List<Interval> all = new ArrayList<>(intervals.size() + run.tables().size());
    int i = 0;
    for (SSTableMeta table : run.tables()) {
      while (i < intervals.size() && intervals.get(i).first.compareTo(table.firstKey()) <= 0) {
        append(all, intervals.get(i++));
      }
      append(all, new Interval(table.firstKey(), table.lastKey()));
    }
    while (i < intervals.size()) {
      append(all, intervals.get(i++));
    }
    intervals = all;
  }

  /** Adds an interval that does not begin before the last one. */
  private static void append(List<Interval> all, Interval next) {
    int at = all.size() - 1;
    if (at < 0 || all.get(at).last.compareTo(next.first) < 0) {
      all.add(next);
    } else if (all.get(at).last.compareTo(next.last) < 0) {
      all.set(at, new Interval(all.get(at).first, next.last));
    }
  }

  /** The tables of a run, in order, in which a covered key may lie. */
  public List<SSTableMeta> met(Run run) {
    List<SSTableMeta> met = new ArrayList<>();
    int i = 0;
    for (SSTableMeta table : run.tables()) {
      while (i < intervals.size() && intervals.get(i).last.compareTo(table.firstKey()) < 0) {
        i++;
      }
      if (i < intervals.size() && intervals.get(i).first.compareTo(table.lastKey()) <= 0) {
        met.add(table);
      }
    }
    return met;
  }
}

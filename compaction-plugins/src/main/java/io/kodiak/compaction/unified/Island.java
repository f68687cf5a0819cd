package io.kodiak.compaction.unified;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.compaction.plan.RunCursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Tables that hang together: each shares a key with another, and with no table outside.
 *
 * @param tables the tables, by their first keys
 * @param depth the most of them that share one key
 */
record Island(List<SSTableMeta> tables, int depth) {
  private static final Comparator<SSTableMeta> BY_KEY =
      Comparator.comparing(SSTableMeta::firstKey).thenComparing(SSTableMeta::id);

  /** The islands that some tables make, by ascending keys. */
  static List<Island> of(List<SSTableMeta> tables) {
    return of(tables, 1);
  }

  /**
   * The islands of several tables that some tables make, by ascending keys.
   *
   * @param byRun the tables of each run, ascending by key, no two overlapping
   * @param least the least depth that counts, at least 2
   */
  static List<Island> ofSeveral(List<List<SSTableMeta>> byRun, int least) {
    if (byRun.size() < least) {
      return List.of();
    }
    List<SSTableMeta> largest = List.of();
    for (List<SSTableMeta> run : byRun) {
      largest = run.size() > largest.size() ? run : largest;
    }
    List<SSTableMeta> others = new ArrayList<>();
    for (List<SSTableMeta> run : byRun) {
      if (run != largest) {
        others.addAll(run);
      }
    }
    others.sort(BY_KEY);
    List<SSTableMeta> several = new ArrayList<>(others);
    addMet(largest, others, several);
    return of(several, least);
  }

  /**
   * Adds the tables of a run that overlap one of some others; what overlaps none is for itself.
   *
   * @param others ascending by first key
   */
  private static void addMet(
      List<SSTableMeta> run, List<SSTableMeta> others, List<SSTableMeta> met) {
    RunCursor cursor = new RunCursor(run);
    int next = 0;
    for (SSTableMeta other : others) {
      next = Math.max(next, cursor.firstEndingAtLeast(other.firstKey()));
      while (next < run.size() && run.get(next).firstKey().compareTo(other.lastKey()) <= 0) {
        met.add(run.get(next++));
      }
    }
  }

  private static List<Island> of(List<SSTableMeta> tables, int least) {
    List<SSTableMeta> sorted = new ArrayList<>(tables);
    sorted.sort(BY_KEY);
    List<Island> islands = new ArrayList<>();
    PriorityQueue<Slice> ends = new PriorityQueue<>();
    int begin = 0;
    int depth = 0;
    for (int i = 0; i < sorted.size(); i++) {
      SSTableMeta table = sorted.get(i);
      while (!ends.isEmpty() && ends.peek().compareTo(table.firstKey()) < 0) {
        ends.remove();
      }
      if (ends.isEmpty()) {
        add(islands, sorted.subList(begin, i), depth, least);
        begin = i;
        depth = 0;
      }
      ends.add(table.lastKey());
      depth = Math.max(depth, ends.size());
    }
    add(islands, sorted.subList(begin, sorted.size()), depth, least);
    return islands;
  }

  private static void add(List<Island> islands, List<SSTableMeta> tables, int depth, int least) {
    if (depth >= least) {
      islands.add(new Island(List.copyOf(tables), depth));
    }
  }

  /** The most of some tables that share one key. */
  static int depth(List<SSTableMeta> tables) {
    return of(tables).stream().mapToInt(Island::depth).max().orElse(0);
  }

  /** Of how many runs the tables are. */
  int runs() {
    Set<List<Long>> runs = new HashSet<>();
    tables.forEach(table -> runs.add(List.of((long) table.level(), table.run())));
    return runs.size();
  }
}

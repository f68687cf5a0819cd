package io.kodiak.compaction.unified;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
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
 * @param runs of how many runs they are
 */
record Island(List<SSTableMeta> tables, int depth, int runs) {

  /** The islands that some tables make, by ascending keys. */
  static List<Island> of(List<SSTableMeta> tables) {
    List<SSTableMeta> sorted = new ArrayList<>(tables);
    sorted.sort(Comparator.comparing(SSTableMeta::firstKey).thenComparing(SSTableMeta::id));
    List<Island> islands = new ArrayList<>();
    List<SSTableMeta> current = new ArrayList<>();
    PriorityQueue<Slice> ends = new PriorityQueue<>();
    int depth = 0;
    for (SSTableMeta table : sorted) {
      while (!ends.isEmpty() && ends.peek().compareTo(table.firstKey()) < 0) {
        ends.remove();
      }
      if (ends.isEmpty() && !current.isEmpty()) {
        islands.add(new Island(List.copyOf(current), depth, runs(current)));
        current.clear();
        depth = 0;
      }
      current.add(table);
      ends.add(table.lastKey());
      depth = Math.max(depth, ends.size());
    }
    if (!current.isEmpty()) {
      islands.add(new Island(List.copyOf(current), depth, runs(current)));
    }
    return islands;
  }

  /** The most of some tables that share one key. */
  static int depth(List<SSTableMeta> tables) {
    return of(tables).stream().mapToInt(Island::depth).max().orElse(0);
  }

  private static int runs(List<SSTableMeta> tables) {
    Set<List<Long>> runs = new HashSet<>();
    tables.forEach(table -> runs.add(List.of((long) table.level(), table.run())));
    return runs.size();
  }
}

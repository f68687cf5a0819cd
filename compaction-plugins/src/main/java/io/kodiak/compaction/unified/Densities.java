package io.kodiak.compaction.unified;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.RunOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How dense tables are, and which level that makes them.
 *
 * <p>The density of a table is its size divided by the share of all data that lies in its range of
 * keys, which the quantiles tell. Tables of one run that lie between the same two quantiles are
 * taken together.
 */
final class Densities {
  private static final int MOST_LEVELS = 60;

  private final UnifiedOptions options;
  private final List<Run> runs;
  private final List<Slice> quantiles;

  /** Of each run, newest first. */
  private final List<PartBytes> bytes = new ArrayList<>();

  private final List<TreeMap<Integer, List<SSTableMeta>>> byLevel = new ArrayList<>();

  Densities(TreeView tree, UnifiedOptions options) {
    this.options = options;
    this.runs = tree.runs();
    this.quantiles = tree.quantiles();
    runs.forEach(this::measure);
  }

  /** Spreads every table of a run over the parts that it reaches into, then asks these. */
  private void measure(Run run) {
    PartBytes parts = new PartBytes();
    List<PartGroup> groups = groups(run.tables());
    for (PartGroup group : groups) {
      for (SSTableMeta table : group.tables) {
        parts.add(table.bytes(), group.from, group.to);
      }
    }
    parts.end();
    TreeMap<Integer, List<SSTableMeta>> levels = new TreeMap<>();
    for (PartGroup group : groups) {
      int level = level(density(parts.sum(group.from, group.to), group.to - group.from + 1));
      levels.computeIfAbsent(level, none -> new ArrayList<>()).addAll(group.tables);
    }
    bytes.add(parts);
    byLevel.add(levels);
  }

  /**
   * Tables of one run that follow each other and reach from the same part into the same part.
   *
   * @param from the part of their first keys
   * @param to the part of their last keys
   */
  private record PartGroup(int from, int to, List<SSTableMeta> tables) {}

  /** Of the tables that begin in a part, only the last one can reach over its end. */
  private List<PartGroup> groups(List<SSTableMeta> tables) {
    List<PartGroup> groups = new ArrayList<>();
    int begin = 0;
    int from = 0;
    while (begin < tables.size()) {
      from = rank(tables.get(begin).firstKey(), from);
      int end = beginningInPart(tables, begin, from);
      int to = rank(tables.get(end - 1).lastKey(), from);
      if (to == from) {
        groups.add(new PartGroup(from, to, tables.subList(begin, end)));
      } else {
        if (begin < end - 1) {
          groups.add(new PartGroup(from, from, tables.subList(begin, end - 1)));
        }
        groups.add(new PartGroup(from, to, tables.subList(end - 1, end)));
      }
      begin = end;
    }
    return groups;
  }

  /** The end of the tables from {@code begin} on that begin in a part, as that one does. */
  private int beginningInPart(List<SSTableMeta> tables, int begin, int part) {
    if (part == quantiles.size()) {
      return tables.size();
    }
    Slice bound = quantiles.get(part);
    int low = begin + 1;
    int high = low;
    int step = 1;
    while (high < tables.size() && tables.get(high).firstKey().compareTo(bound) < 0) {
      low = high + 1;
      high += step;
      step <<= 1;
    }
    high = Math.min(high, tables.size());
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tables.get(middle).firstKey().compareTo(bound) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private double density(double bytes, int width) {
    return bytes * parts() / width;
  }

  /** The density of a table of the tree. */
  private double density(SSTableMeta table) {
    int from = rank(table.firstKey());
    int to = rank(table.lastKey(), from);
    return density(bytes.get(RunOrder.place(runs, table)).sum(from, to), to - from + 1);
  }

  /** Into how many parts the quantiles cut the data. */
  int parts() {
    return quantiles.size() + 1;
  }

  /** How many quantiles are not above the key: the number of the part that it lies in. */
  int rank(Slice key) {
    int at = Collections.binarySearch(quantiles, key);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The rank of a key that is not less than {@code least}, and often that. */
  int rank(Slice key, int least) {
    int low = least;
    int high = least;
    int step = 1;
    while (high < quantiles.size() && quantiles.get(high).compareTo(key) <= 0) {
      low = high + 1;
      high += step;
      step <<= 1;
    }
    high = Math.min(high, quantiles.size());
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (quantiles.get(middle).compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The level of a table. */
  int level(SSTableMeta table) {
    return level(density(table));
  }

  /** The tables of the run of an index by their levels. */
  Map<Integer, List<SSTableMeta>> byLevel(int run) {
    return byLevel.get(run);
  }

  /** Whether the run of an index has a table of at most this level. */
  boolean hasUpTo(int level, int run) {
    return byLevel.get(run).firstKey() <= level;
  }

  /** The level that a density makes. */
  int level(double density) {
    double bound = options.baseBytes();
    int level = 0;
    while (level < MOST_LEVELS) {
      bound *= options.scaling(level).fanFactor();
      if (density < bound) {
        return level;
      }
      level++;
    }
    return level;
  }

  /** How dense the result of merging tables is if nothing in them is outdated. */
  double merged(Collection<SSTableMeta> tables, Slice first, Slice last) {
    int width = rank(last) - rank(first) + 1;
    if (width > 1) {
      double sum = 0;
      for (SSTableMeta table : tables) {
        sum += table.bytes();
      }
      return density(sum, width);
    }
    Map<Integer, Double> byRun = new HashMap<>();
    for (SSTableMeta table : tables) {
      byRun.merge(RunOrder.place(runs, table), density(table), Math::max);
    }
    return byRun.values().stream().sorted().mapToDouble(Double::doubleValue).sum();
  }
}

package io.kodiak.compaction.unified;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private final List<Slice> quantiles;
  private final Map<Long, Double> byTable = new HashMap<>();

  Densities(TreeView tree, UnifiedOptions options) {
    this.options = options;
    this.quantiles = tree.quantiles();
    tree.runs().forEach(this::measure);
  }

  /** Spreads every table of a run over the parts that it reaches into, then asks these. */
  private void measure(Run run) {
    double[] bytes = new double[parts()];
    for (SSTableMeta table : run.tables()) {
      int from = rank(table.firstKey());
      int to = rank(table.lastKey());
      for (int part = from; part <= to; part++) {
        bytes[part] += (double) table.bytes() / (to - from + 1);
      }
    }
    for (SSTableMeta table : run.tables()) {
      int from = rank(table.firstKey());
      int to = rank(table.lastKey());
      double sum = 0;
      for (int part = from; part <= to; part++) {
        sum += bytes[part];
      }
      byTable.put(table.id(), density(sum, to - from + 1));
    }
  }

  private double density(double bytes, int width) {
    return bytes * parts() / width;
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

  /** The level of a table. */
  int level(SSTableMeta table) {
    return level(byTable.getOrDefault(table.id(), 0.0));
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
      double bytes = 0;
      for (SSTableMeta table : tables) {
        bytes += table.bytes();
      }
      return density(bytes, width);
    }
    Map<List<Long>, Double> byRun = new HashMap<>();
    for (SSTableMeta table : tables) {
      byRun.merge(
          List.of((long) table.level(), table.run()),
          byTable.getOrDefault(table.id(), 0.0),
          Math::max);
    }
    return byRun.values().stream().sorted().mapToDouble(Double::doubleValue).sum();
  }
}

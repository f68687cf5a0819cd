package io.kodiak.engine.simulation;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tree of a simulation. For one thread. */
final class ModelTree {
  private static final Comparator<SimulatedTable> ORDER =
      Comparator.comparingInt((SimulatedTable table) -> table.meta().level())
          .thenComparing(table -> table.meta().run(), Comparator.reverseOrder())
          .thenComparingDouble(SimulatedTable::from);

  private final TableMaker maker;
  private final List<Slice> quantiles;
  private final Map<Long, SimulatedTable> tables = new LinkedHashMap<>();
  private List<SimulatedTable> ordered = List.of();
  private List<Run> runs = List.of();
  private double bytes;

  /** Keys between two of which about as many bytes lie: as many as there are shards to make. */
  private static final int QUANTILES = 511;

  ModelTree(TableMaker maker) {
    this.maker = maker;
    List<Slice> keys = new ArrayList<>();
    for (int i = 1; i <= QUANTILES; i++) {
      keys.add(TableMaker.key(i / (double) (QUANTILES + 1)));
    }
    quantiles = List.copyOf(keys);
  }

  TreeView view(Set<Long> busy, long nowMillis) {
    return new TreeView("simulated", runs, busy, nowMillis, quantiles);
  }

  boolean isEmpty() {
    return tables.isEmpty();
  }

  /** The number of tables. */
  int count() {
    return tables.size();
  }

  double bytes() {
    return bytes;
  }

  long newestRun(int level) {
    for (Run run : runs) {
      if (run.level() == level) {
        return run.id();
      }
    }
    return 0;
  }

  /** The runs but those of the deepest level: what {@link Environment#stopRuns} counts. */
  int runsOnTop() {
    int last = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).level();
    return (int) runs.stream().filter(run -> run.level() < Math.max(1, last)).count();
  }

  /** How many runs may hold a key, on average over the range of keys. */
  double readAmplification() {
    double sum = 0;
    for (SimulatedTable table : ordered) {
      sum += table.to() - table.from();
    }
    return sum;
  }

  void add(SimulatedTable table) {
    tables.put(table.meta().id(), table);
    rebuild();
  }

  /** The tables that a plan names, newest data first. */
  List<SimulatedTable> inputs(CompactionPlan plan) {
    return ordered.stream().filter(table -> plan.inputs().contains(table.meta().id())).toList();
  }

  /** The tables that stay and may hold older versions of what the plan merges. */
  List<SimulatedTable> below(CompactionPlan plan) {
    List<SimulatedTable> below = new ArrayList<>();
    boolean reached = false;
    for (SimulatedTable table : ordered) {
      if (plan.inputs().contains(table.meta().id())) {
        reached = true;
      } else if (reached) {
        below.add(table);
      }
    }
    return below;
  }

  void replace(List<SimulatedTable> inputs, List<SimulatedTable> outputs) {
    inputs.forEach(table -> tables.remove(table.meta().id()));
    outputs.forEach(table -> tables.put(table.meta().id(), table));
    rebuild();
  }

  /** Makes the tables of a merge. */
  List<SimulatedTable> merged(CompactionPlan plan, Placement placement, long nowMillis) {
    List<Double> boundaries = new ArrayList<>();
    plan.boundaries().forEach(key -> boundaries.add(TableMaker.place(key)));
    List<Part> parts =
        maker.cut(maker.merge(inputs(plan), below(plan)), plan.targetBytes(), boundaries);
    List<SimulatedTable> outputs = new ArrayList<>();
    for (Part part : parts) {
      if (maker.entries(part.present(), part.fresh(), part.to() - part.from()) >= 0.5) {
        outputs.add(maker.table(part, placement.level(), placement.run(), nowMillis));
      }
    }
    return outputs;
  }

  private void rebuild() {
    ordered = tables.values().stream().sorted(ORDER).toList();
    List<Run> found = new ArrayList<>();
    List<SSTableMeta> open = new ArrayList<>();
    bytes = 0;
    for (int i = 0; i < ordered.size(); i++) {
      SSTableMeta meta = ordered.get(i).meta();
      bytes += meta.bytes();
      open.add(meta);
      boolean ends = i + 1 == ordered.size() || !sameRun(meta, ordered.get(i + 1).meta());
      if (ends) {
        found.add(new Run(meta.level(), meta.run(), open));
        open = new ArrayList<>();
      }
    }
    runs = List.copyOf(found);
  }

  private static boolean sameRun(SSTableMeta a, SSTableMeta b) {
    return a.level() == b.level() && a.run() == b.run();
  }
}

package io.kodiak.compaction.unified;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.PlanInputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plans of one call, and which tables they have taken so far. */
final class Planning {
  private static final double PRIORITY_PER_SCORE = 1000;

  private final TreeView tree;
  private final UnifiedOptions options;
  private final Densities densities;
  private final Shards shards;
  private final Map<Long, Integer> ages = new HashMap<>();
  private final Set<Long> taken;
  private final List<CompactionPlan> plans = new ArrayList<>();

  Planning(TreeView tree, UnifiedOptions options) {
    this.tree = tree;
    this.options = options;
    this.densities = new Densities(tree, options);
    this.shards = new Shards(tree, densities, options);
    this.taken = new HashSet<>(tree.busy());
    for (int i = 0; i < tree.runs().size(); i++) {
      for (SSTableMeta table : tree.runs().get(i).tables()) {
        ages.put(table.id(), i);
      }
    }
  }

  TreeView tree() {
    return tree;
  }

  UnifiedOptions options() {
    return options;
  }

  Densities densities() {
    return densities;
  }

  Shards shards() {
    return shards;
  }

  /** The ids of tables that are busy or inputs of a plan. */
  Set<Long> taken() {
    return taken;
  }

  boolean isTaken(SSTableMeta table) {
    return taken.contains(table.id());
  }

  /** The index of the run of a table among all, newest first. */
  int age(SSTableMeta table) {
    return ages.getOrDefault(table.id(), 0);
  }

  /** The tables in runs older than number {@code age} that keys of a range may lie in. */
  List<SSTableMeta> older(int age, Slice first, Slice last) {
    List<SSTableMeta> older = new ArrayList<>();
    for (Run run : tree.runs().subList(age + 1, tree.runs().size())) {
      older.addAll(TreeAnalysis.overlapping(run, first, last));
    }
    return older;
  }

  /**
   * Adds a plan.
   *
   * @param boundaries where files are cut; empty: by their size alone
   * @param score how due it is, from 1 on
   */
  void add(
      PlanInputs inputs, int outputLevel, List<Slice> boundaries, double score, String reason) {
    int priority = (int) Math.min(Integer.MAX_VALUE - 1, score * PRIORITY_PER_SCORE);
    // Where boundaries cut, the size has only to keep a crowded range from one huge file.
    long target = boundaries.isEmpty() ? options.targetFileBytes() : 2 * options.targetFileBytes();
    plans.add(new CompactionPlan(inputs.ids(), outputLevel, target, priority, boundaries, reason));
    taken.addAll(inputs.ids());
  }

  List<CompactionPlan> plans() {
    return plans;
  }
}

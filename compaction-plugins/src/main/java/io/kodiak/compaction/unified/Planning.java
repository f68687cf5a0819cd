package io.kodiak.compaction.unified;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.RunOrder;
import io.kodiak.compaction.plan.TableIds;
import java.util.ArrayList;
import java.util.List;

/** The plans of one call, and which tables they have taken so far. */
final class Planning {
  private static final double PRIORITY_PER_SCORE = 1000;

  private final TreeView tree;
  private final UnifiedOptions options;
  private final Densities densities;
  private final Shards shards;
  private final TableIds taken;
  private final List<CompactionPlan> plans = new ArrayList<>();

  Planning(TreeView tree, UnifiedOptions options) {
    this.tree = tree;
    this.options = options;
    this.densities = new Densities(tree, options);
    this.shards = new Shards(tree, densities, options);
    this.taken = new TableIds(tree.busy());
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
  TableIds taken() {
    return taken;
  }

  boolean isTaken(SSTableMeta table) {
    return taken.contains(table.id());
  }

  /** The index of the run of a table among all, newest first. */
  int age(SSTableMeta table) {
    return RunOrder.place(tree.runs(), table);
  }

  /** The first run older than number {@code age} that keys of a range may lie in. */
  int nextOlder(int age, Slice first, Slice last) {
    int run = age + 1;
    while (run < tree.runs().size() && !overlaps(tree.runs().get(run), first, last)) {
      run++;
    }
    return run;
  }

  /** The level of the run of an index; endless when there is none. */
  int levelOf(int run) {
    return run < tree.runs().size() ? tree.runs().get(run).level() : Integer.MAX_VALUE;
  }

  static boolean overlaps(Run run, Slice first, Slice last) {
    int found = TreeAnalysis.firstEndingAtLeast(run.tables(), first);
    return found < run.tables().size() && run.tables().get(found).firstKey().compareTo(last) <= 0;
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
    inputs.tables().forEach(table -> taken.add(table.id()));
  }

  List<CompactionPlan> plans() {
    return plans;
  }
}

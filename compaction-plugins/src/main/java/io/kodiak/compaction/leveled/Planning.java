package io.kodiak.compaction.leveled;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.TableIds;
import java.util.ArrayList;
import java.util.List;

/** The plans of one call, and which tables they have taken so far. */
final class Planning {
  private static final double PRIORITY_PER_SCORE = 1000;

  private final TreeView tree;
  private final LeveledOptions options;
  private final LevelTargets targets;
  private final Ages ages;
  private final TableIds taken;
  private final List<CompactionPlan> plans = new ArrayList<>();

  Planning(TreeView tree, LeveledOptions options) {
    this.tree = tree;
    this.options = options;
    this.targets = LevelTargets.of(tree, options);
    this.ages = new Ages(tree, options);
    this.taken = new TableIds(tree.busy());
  }

  TreeView tree() {
    return tree;
  }

  LeveledOptions options() {
    return options;
  }

  LevelTargets targets() {
    return targets;
  }

  Ages ages() {
    return ages;
  }

  /** The ids of tables that are busy or inputs of a plan. */
  TableIds taken() {
    return taken;
  }

  void add(PlanInputs inputs, int outputLevel, double score, String reason) {
    int priority = (int) Math.min(Integer.MAX_VALUE - 1, score * PRIORITY_PER_SCORE);
    plans.add(
        new CompactionPlan(inputs.ids(), outputLevel, options.targetFileBytes(), priority, reason));
    inputs.tables().forEach(table -> taken.add(table.id()));
  }

  List<CompactionPlan> plans() {
    return plans;
  }
}

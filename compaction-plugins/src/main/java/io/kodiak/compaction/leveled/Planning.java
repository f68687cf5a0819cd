package io.kodiak.compaction.leveled;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.PlanInputs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The plans of one call, and which tables they have taken so far. */
final class Planning {
  private static final double PRIORITY_PER_SCORE = 1000;

  private final TreeView tree;
  private final LeveledOptions options;
  private final LevelTargets targets;
  private final Ages ages;
  private final Set<Long> taken;
  private final List<CompactionPlan> plans = new ArrayList<>();

  Planning(TreeView tree, LeveledOptions options) {
    this.tree = tree;
    this.options = options;
    this.targets = LevelTargets.of(tree, options);
    this.ages = new Ages(tree, options);
    this.taken = new HashSet<>(tree.busy());
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
  Set<Long> taken() {
    return taken;
  }

  void add(PlanInputs inputs, int outputLevel, double score, String reason) {
    int priority = (int) Math.min(Integer.MAX_VALUE - 1, score * PRIORITY_PER_SCORE);
    plans.add(
        new CompactionPlan(inputs.ids(), outputLevel, options.targetFileBytes(), priority, reason));
    taken.addAll(inputs.ids());
  }

  List<CompactionPlan> plans() {
    return plans;
  }
}

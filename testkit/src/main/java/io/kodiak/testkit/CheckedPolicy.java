package io.kodiak.testkit;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.List;

/**
 * A policy that passes everything on and watches both sides: the engine, whose views must be sound,
 * and the policy, which must be pure and make valid plans. A breach of the contract is an {@link
 * AssertionError}.
 */
public final class CheckedPolicy implements CompactionPolicy {
  private final CompactionPolicy policy;

  /** Watches {@code policy}. */
  public CheckedPolicy(CompactionPolicy policy) {
    this.policy = policy;
  }

  @Override
  public List<CompactionPlan> plan(TreeView tree) {
    checkView(tree);
    List<CompactionPlan> plans = policy.plan(tree);
    Checks.that(plans.equals(policy.plan(tree)), "the same tree gave other plans: " + plans);
    List<String> problems = PlanRules.problems(tree, plans);
    Checks.that(problems.isEmpty(), "plans for " + tree + ": " + problems);
    return plans;
  }

  private static void checkView(TreeView tree) {
    List<Slice> quantiles = tree.quantiles();
    for (int i = 1; i < quantiles.size(); i++) {
      Checks.that(
          quantiles.get(i - 1).compareTo(quantiles.get(i)) < 0, "quantiles do not ascend: " + tree);
    }
    Run above = null;
    for (Run run : tree.runs()) {
      Checks.that(above == null || isNewer(above, run), "runs are not newest first: " + tree);
      checkRun(run);
      above = run;
    }
  }

  private static boolean isNewer(Run above, Run run) {
    return above.level() < run.level() || (above.level() == run.level() && above.id() > run.id());
  }

  private static void checkRun(Run run) {
    Checks.that(!run.tables().isEmpty(), "a run without tables on level " + run.level());
    SSTableMeta before = null;
    for (SSTableMeta table : run.tables()) {
      Checks.that(
          table.level() == run.level() && table.run() == run.id(), table + " is not of " + run);
      Checks.that(table.firstKey().compareTo(table.lastKey()) <= 0, "keys of " + table);
      Checks.that(
          table.entries() >= 1 && table.tombstones() <= table.entries() && table.bytes() >= 1,
          "counts of " + table);
      Checks.that(
          before == null || before.lastKey().compareTo(table.firstKey()) < 0,
          before + " overlaps " + table + " in one run");
      before = table;
    }
  }
}

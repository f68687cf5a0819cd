package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the plans of a policy over a simulated tree until it wants nothing more, and fails where
 * that does not come about: a policy that merges for ever wears the disk out.
 */
public final class Settling {
  private static final int MOST_PLANS = 200;
  private static final int MOST_PLANS_PER_TABLE = 20;

  private Settling() {}

  /**
   * Runs all plans, the most urgent first.
   *
   * @throws AssertionError when a plan cannot be run, a key does not read as it was written, or
   *     there are still plans after 200 and 20 more for each table that there was
   */
  public static void run(CompactionPolicy policy, SimulatedTree tree) {
    run(policy, tree, plan -> {});
  }

  /**
   * The same.
   *
   * @param before told of each plan before it is begun
   */
  public static void run(
      CompactionPolicy policy, SimulatedTree tree, Consumer<CompactionPlan> before) {
    int most = MOST_PLANS + MOST_PLANS_PER_TABLE * tree.ids().size();
    int done = 0;
    List<CompactionPlan> plans = plans(policy, tree);
    while (!plans.isEmpty()) {
      for (CompactionPlan plan : plans) {
        before.accept(plan);
        done += tree.start(plan) ? 1 : 0;
      }
      tree.completeAll();
      assertThat(done).as("plans without coming to rest; last %s", plans).isLessThan(most);
      plans = plans(policy, tree);
    }
    assertThat(tree.problems()).isEmpty();
  }

  private static List<CompactionPlan> plans(CompactionPolicy policy, SimulatedTree tree) {
    List<CompactionPlan> plans = new ArrayList<>(policy.plan(tree.view()));
    assertThat(PlanRules.problems(tree.view(), plans)).as("plans for %s", tree.view()).isEmpty();
    plans.sort(Comparator.comparingInt(CompactionPlan::priority).reversed());
    return plans;
  }
}

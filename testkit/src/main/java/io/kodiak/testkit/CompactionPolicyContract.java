package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.Run;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every compaction policy owes, as tests: extend this class, say which provider, and run it.
 *
 * <p>A policy is pure, names only what is there and not busy, never puts newer data below older
 * data, copes with trees that another policy left behind, keeps the number of runs bounded under
 * load and comes to rest when the load ends. Trees are simulated, so no file is written. Some tests
 * draw random trees and print their seed: see {@link TestRun}.
 */
public abstract class CompactionPolicyContract
    extends ProviderContract<CompactionPolicy, CompactionPolicyProvider> {
  private static final int FLUSH_KEYS = 64;

  /** For subclasses. */
  protected CompactionPolicyContract() {}

  /**
   * The most runs that the policy lets a tree have when it may compact as much as it wants between
   * two flushes of 64 MiB: what a read may have to look through.
   */
  protected int mostRuns() {
    return 100;
  }

  @Test
  void anEmptyTreeNeedsNothing() {
    assertThat(create().plan(new TreeView("empty", List.of(), Set.of(), 0))).isEmpty();
  }

  @Test
  void theSameTreeGivesTheSamePlans() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("theSameTreeGivesTheSamePlans"));
    CompactionPolicy policy = create();
    CompactionPolicy other = create();
    for (int round = 0; round < TestRun.scaled(100); round++) {
      SimulatedTree tree = SimulatedTree.random(random);
      Set<Long> busy = someOf(tree.ids(), random);
      TreeView view = tree.view(busy);
      List<CompactionPlan> plans = policy.plan(view);
      assertThat(policy.plan(view)).isEqualTo(plans);
      policy.plan(SimulatedTree.random(random).view());
      assertThat(policy.plan(tree.view(busy))).as("after another tree").isEqualTo(plans);
      assertThat(other.plan(view)).as("of another policy with these settings").isEqualTo(plans);
    }
  }

  @Test
  void threadsShareAPolicy() {
    CompactionPolicy policy = create();
    List<TreeView> views = new ArrayList<>();
    List<List<CompactionPlan>> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      views.add(SimulatedTree.random(new SplittableRandom(i)).view());
      expected.add(policy.plan(views.get(i)));
    }
    Threads threads = new Threads();
    for (int t = 0; t < 4; t++) {
      SplittableRandom random = new SplittableRandom(t);
      threads.start(
          "planner " + t,
          () -> {
            for (int i = 0; i < TestRun.scaled(200); i++) {
              int at = random.nextInt(views.size());
              assertThat(policy.plan(views.get(at))).isEqualTo(expected.get(at));
            }
          });
    }
    threads.join();
  }

  @Test
  void plansAreValidOnAnyTreeWithAnyTablesBusy() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("plansAreValidOnAnyTreeWithAnyTablesBusy"));
    CompactionPolicy policy = create();
    for (int round = 0; round < TestRun.scaled(300); round++) {
      SimulatedTree tree = SimulatedTree.random(random);
      validPlans(policy, tree.view());
      validPlans(policy, tree.view(someOf(tree.ids(), random)));
      assertThat(policy.plan(tree.view(Set.copyOf(tree.ids())))).as("all is busy").isEmpty();
    }
  }

  private static Set<Long> someOf(List<Long> ids, SplittableRandom random) {
    Set<Long> some = new HashSet<>();
    int share = random.nextInt(1, 60);
    for (long id : ids) {
      if (random.nextInt(100) < share) {
        some.add(id);
      }
    }
    return some;
  }

  private static List<CompactionPlan> validPlans(CompactionPolicy policy, TreeView view) {
    List<CompactionPlan> plans = policy.plan(view);
    assertThat(PlanRules.problems(view, plans)).as("plans for %s", view).isEmpty();
    return plans;
  }

  @Test
  void comesToRestFromAnyTree() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("comesToRestFromAnyTree"));
    CompactionPolicy policy = create();
    for (int round = 0; round < TestRun.scaled(60); round++) {
      SimulatedTree tree = SimulatedTree.random(random);
      Settling.run(policy, tree);
      assertThat(tree.view().runs().size()).as("runs at rest").isLessThanOrEqualTo(mostRuns());
    }
  }

  @Test
  void keepsARandomLoadInShape() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("keepsARandomLoadInShape"));
    load(
        TestRun.scaled(200),
        flush -> random.ints(FLUSH_KEYS, 0, 1_000 + 20 * flush).boxed().toList(),
        flush -> random.nextInt(10) == 0);
  }

  @Test
  void keepsALoadOfRisingKeysInShape() {
    load(
        TestRun.scaled(200),
        flush -> IntStream.range(flush * FLUSH_KEYS, (flush + 1) * FLUSH_KEYS).boxed().toList(),
        flush -> false);
  }

  @Test
  void keepsOverwritesOfFewKeysInShape() {
    load(
        TestRun.scaled(200),
        flush -> IntStream.range(0, FLUSH_KEYS).boxed().toList(),
        flush -> flush % 3 == 2);
  }

  private interface Keys {
    List<Integer> of(int flush);
  }

  private interface Deletes {
    boolean in(int flush);
  }

  private void load(int flushes, Keys keys, Deletes deletes) {
    CompactionPolicy policy = create();
    SimulatedTree tree = new SimulatedTree();
    for (int flush = 0; flush < flushes; flush++) {
      tree.flush(keys.of(flush), deletes.in(flush));
      Settling.run(policy, tree);
      int runs = tree.view().runs().size();
      assertThat(runs).as("runs after %d flushes", flush + 1).isLessThanOrEqualTo(mostRuns());
    }
  }

  @Test
  void plansRunBesideFlushesAndEachOther() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("plansRunBesideFlushesAndEachOther"));
    CompactionPolicy policy = create();
    for (int round = 0; round < TestRun.scaled(4); round++) {
      SimulatedTree tree = SimulatedTree.random(random);
      int most = 1 + random.nextInt(5);
      for (int step = 0; step < 300; step++) {
        boolean full = tree.running().size() >= most;
        if (!tree.running().isEmpty() && (full || random.nextInt(3) == 0)) {
          tree.complete(tree.running().get(random.nextInt(tree.running().size())));
          assertThat(tree.problems()).isEmpty();
        } else if (random.nextInt(3) == 0) {
          int from = random.nextInt(3_000);
          int width = 1 + random.nextInt(1_000);
          List<Integer> keys = random.ints(FLUSH_KEYS, from, from + width).boxed().toList();
          tree.flush(keys, random.nextInt(8) == 0);
        }
        startSome(tree, validPlans(policy, tree.view()), most, random);
      }
      tree.completeAll();
      Settling.run(policy, tree);
    }
  }

  private static void startSome(
      SimulatedTree tree, List<CompactionPlan> plans, int most, SplittableRandom random) {
    for (CompactionPlan plan : plans) {
      if (tree.running().size() < most && random.nextBoolean()) {
        tree.start(plan);
      }
    }
  }

  @Test
  void runsOfAnyOtherPolicyAreTakenAsTheyAre() {
    CompactionPolicy policy = create();
    for (int seed = 0; seed < 200; seed++) {
      TreeView view = SimulatedTree.random(new SplittableRandom(seed)).view();
      for (Run run : view.runs()) {
        validPlans(policy, new TreeView("part", List.of(run), Set.of(), view.nowMillis()));
      }
    }
  }
}

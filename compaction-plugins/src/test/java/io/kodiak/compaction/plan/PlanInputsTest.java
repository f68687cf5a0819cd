package io.kodiak.compaction.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.PlanRules;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TreeText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PlanInputsTest {
  private static final TreeView TREE =
      TreeText.parse(
          """
          0.9   30[a..c 1M]
          0.8   29[b..f 1M]
          1.1   20[a..b 1M]  21[e..g 1M]  22[p..q 1M]
          2.4   12[a..f 1M]
          2.3   10[g..h 1M]  11[m..z 1M]
          """);

  private static List<SSTableMeta> tables(TreeView tree) {
    return tree.runs().stream().flatMap(run -> run.tables().stream()).toList();
  }

  private static List<SSTableMeta> named(long... ids) {
    List<Long> wanted = Arrays.stream(ids).boxed().toList();
    return tables(TREE).stream().filter(table -> wanted.contains(table.id())).toList();
  }

  private static Set<Long> ids(Optional<PlanInputs> inputs) {
    return inputs.orElseThrow().ids();
  }

  @Test
  void takesOlderRunsInTheWayAndWhatLiesBelow() {
    assertThat(ids(PlanInputs.into(1, TREE, named(30), Set.of())))
        .containsExactly(20L, 21L, 29L, 30L);
    assertThat(ids(PlanInputs.into(1, TREE, named(29), Set.of()))).containsExactly(20L, 21L, 29L);
    assertThat(ids(PlanInputs.into(2, TREE, named(22), Set.of()))).containsExactly(11L, 22L);
    assertThat(ids(PlanInputs.into(3, TREE, named(12), Set.of()))).containsExactly(12L);
  }

  @Test
  void mergesIntoTheOldestRunThatOverlaps() {
    assertThat(ids(PlanInputs.into(2, TREE, named(21), Set.of()))).containsExactly(10L, 12L, 21L);
    assertThat(ids(PlanInputs.into(2, TREE, named(20), Set.of()))).containsExactly(12L, 20L);
  }

  @Test
  void staysOnItsLevelWhenToldTo() {
    assertThat(ids(PlanInputs.within(0, TREE, named(29, 30), Set.of()))).containsExactly(29L, 30L);
    assertThat(ids(PlanInputs.within(2, TREE, named(12, 10), Set.of()))).containsExactly(10L, 12L);
  }

  @Test
  void isImpossibleWhenWhatItNeedsIsTaken() {
    assertThat(PlanInputs.into(1, TREE, named(30), Set.of(21L))).isEmpty();
    assertThat(PlanInputs.into(1, TREE, named(30), Set.of(30L))).isEmpty();
    assertThat(PlanInputs.into(1, TREE, named(30), Set.of(22L))).isPresent();
  }

  @Test
  void isEmptyWhenItWouldReadTooMuch() {
    assertThat(PlanInputs.within(0, TREE, named(29, 30), Set.of(), 2 << 20)).isPresent();
    assertThat(PlanInputs.within(0, TREE, named(29, 30), Set.of(), (2 << 20) - 1)).isEmpty();
    assertThat(PlanInputs.within(2, TREE, named(12, 10), Set.of()).orElseThrow().bytes())
        .isEqualTo(2 << 20);
  }

  @Test
  void oneMoreTableIsAddedAsIfItHadBeenWantedAtOnce() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("oneMoreTableIsAddedAsIfItHadBeenWantedAtOnce"));
    for (int round = 0; round < TestRun.scaled(300); round++) {
      TreeView tree = SimulatedTree.random(random).view();
      List<SSTableMeta> all = tables(tree);
      if (!all.isEmpty()) {
        // The run that is joined is the oldest of its level, and stays so.
        SSTableMeta joined = all.get(all.size() - 1);
        SSTableMeta table = all.get(random.nextInt(all.size()));
        SSTableMeta more = all.get(random.nextInt(all.size()));
        Set<Long> taken = Set.of(all.get(random.nextInt(all.size())).id());
        int level = joined.level();
        Optional<PlanInputs> some = PlanInputs.within(level, tree, List.of(joined, table), taken);
        Optional<PlanInputs> wider = some.flatMap(inputs -> inputs.with(more, tree, taken));
        assertThat(wider.map(PlanInputs::ids))
            .isEqualTo(
                PlanInputs.within(level, tree, List.of(joined, table, more), taken)
                    .map(PlanInputs::ids));
      }
    }
  }

  @Test
  void everyCompletionIsAPlanThatTheRulesLetPass() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("everyCompletionIsAPlanThatTheRulesLetPass"));
    for (int round = 0; round < TestRun.scaled(300); round++) {
      TreeView tree = SimulatedTree.random(random).view();
      List<SSTableMeta> all = tables(tree);
      if (!all.isEmpty()) {
        SSTableMeta table = all.get(random.nextInt(all.size()));
        int level = table.level() + 1 + random.nextInt(3);
        expectValid(tree, level, PlanInputs.into(level, tree, List.of(table), Set.of()));
        SSTableMeta other = all.get(random.nextInt(all.size()));
        if (other.level() == table.level()) {
          expectValid(
              tree,
              table.level(),
              PlanInputs.within(table.level(), tree, List.of(table, other), Set.of()));
        }
      }
    }
  }

  private static void expectValid(TreeView tree, int level, Optional<PlanInputs> inputs) {
    CompactionPlan plan = new CompactionPlan(ids(inputs), level, 1, 1, "test");
    assertThat(PlanRules.problems(tree, plan)).as("%s for %s", plan, tree).isEmpty();
  }
}

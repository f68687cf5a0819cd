package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlanRulesTest {
  /** Level 0: two runs; level 1: one run of two tables; level 2: two runs. */
  private static final TreeView TREE =
      new TreeView(
          "t",
          List.of(
              new Run(0, 2, List.of(table(9, 0, 2, "a", "f"))),
              new Run(0, 1, List.of(table(8, 0, 1, "e", "k"))),
              new Run(1, 1, List.of(table(6, 1, 1, "a", "c"), table(7, 1, 1, "h", "m"))),
              new Run(2, 4, List.of(table(5, 2, 4, "b", "d"))),
              new Run(2, 3, List.of(table(3, 2, 3, "a", "g"), table(4, 2, 3, "x", "z")))),
          Set.of(4L),
          0);

  private static SSTableMeta table(long id, int level, long run, String first, String last) {
    return new SSTableMeta(
        id, level, run, Slice.utf8(first), Slice.utf8(last), 1, 2, 2, 0, 100, "f", 1, 0);
  }

  private static List<String> problems(int outputLevel, Long... inputs) {
    return PlanRules.problems(TREE, plan(outputLevel, inputs));
  }

  private static CompactionPlan plan(int outputLevel, Long... inputs) {
    return new CompactionPlan(Set.of(inputs), outputLevel, 1000, 1, "because");
  }

  @Test
  void letsCompletePlansPass() {
    assertThat(problems(0, 8L, 9L)).isEmpty();
    assertThat(problems(1, 6L, 7L, 8L, 9L)).isEmpty();
    assertThat(problems(1, 8L, 7L)).isEmpty();
    assertThat(problems(2, 7L)).isEmpty();
    assertThat(problems(2, 3L, 5L)).isEmpty();
    assertThat(problems(3, 3L, 5L)).isEmpty();
    assertThat(problems(5, 3L)).isEmpty();
  }

  @Test
  void refusesTablesThatAreUnknownOrBusy() {
    assertThat(problems(3, 77L)).containsExactly("there is no table 77");
    assertThat(problems(3, 4L)).containsExactly("table 4 is busy");
  }

  @Test
  void refusesToLift() {
    assertThat(problems(1, 5L)).contains("table 5 would rise from level 2");
  }

  @Test
  void refusesToPassOlderData() {
    assertThat(problems(1, 9L, 6L)).containsExactly("table 9 would pass older data in table 8");
    assertThat(problems(3, 5L)).containsExactly("table 5 would pass older data in table 3");
    assertThat(problems(2, 9L, 8L, 5L, 3L))
        .containsExactlyInAnyOrder(
            "table 9 would pass older data in table 6", "table 8 would pass older data in table 7");
  }

  @Test
  void refusesToLeaveATableOfTheOutputRunInTheWay() {
    assertThat(problems(1, 9L, 8L, 6L))
        .containsExactly("table 7 of the run of the output lies in the way");
    assertThat(problems(2, 6L, 7L))
        .as("a new run of level 2, before the one with table 5")
        .isEmpty();
  }

  @Test
  void saysWhichRunTheResultJoins() {
    assertThat(PlanRules.joinedRun(TREE, plan(0, 8L, 9L))).hasValue(1);
    assertThat(PlanRules.joinedRun(TREE, plan(2, 7L))).hasValue(3);
    assertThat(PlanRules.joinedRun(TREE, plan(2, 5L, 3L))).hasValue(4);
    assertThat(PlanRules.joinedRun(TREE, plan(2, 6L))).as("a new run").isEmpty();
    assertThat(PlanRules.joinedRun(TREE, plan(5, 3L))).as("an empty level").isEmpty();
  }

  @Test
  void refusesPlansThatShareAnInputOrGiveNoReason() {
    CompactionPlan plan = plan(2, 7L);
    CompactionPlan silent = new CompactionPlan(Set.of(7L), 2, 1000, 1, "");
    assertThat(PlanRules.problems(TREE, List.of(plan))).isEmpty();
    assertThat(PlanRules.problems(TREE, List.of(plan, silent)))
        .hasSize(2)
        .anyMatch(problem -> problem.endsWith("table 7 is an input of another plan as well"))
        .anyMatch(problem -> problem.endsWith("no reason is given"));
  }
}

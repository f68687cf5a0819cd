package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Trees.table;
import static io.kodiak.engine.compaction.Trees.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.PluginException;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlanCheckTest {
  private static CompactionPlan plan(int outputLevel, Long... inputs) {
    return new CompactionPlan(Set.of(inputs), outputLevel, 1000, 0, "level 0 is full");
  }

  private static Placement check(TreeView tree, CompactionPlan plan) throws PluginException {
    return check(tree, plan, Set.of());
  }

  private static Placement check(TreeView tree, CompactionPlan plan, Set<Long> busy)
      throws PluginException {
    return PlanCheck.check("acme", tree, plan, Placement.inputs(tree, plan), busy, List.of());
  }

  private static void assertRefused(ThrowingCallable check, String... words) {
    assertThatThrownBy(check)
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("compaction policy \"acme\"")
        .hasMessageContaining("table \"users\"")
        .hasMessageContaining("level 0 is full")
        .hasMessageContainingAll(words);
  }

  @Test
  void unknownInputsAreRefused() {
    TreeView tree = view(table(1, 0, 1, "a", "c"));
    assertRefused(
        () -> check(tree, plan(1, 1L, 8L, 9L)), "SSTables 1, 8, 9 into level 1", "has no", "8, 9");
  }

  @Test
  void busyInputsAreRefused() {
    TreeView tree = view(table(1, 0, 1, "a", "c"), table(2, 0, 2, "a", "c"));
    assertRefused(
        () -> check(tree, plan(1, 1L, 2L), Set.of(2L, 7L)),
        "SSTable 2 is read by a running compaction");
  }

  @Test
  void anOutputLevelAboveAnInputIsRefused() {
    TreeView tree = view(table(1, 0, 1, "a", "c"), table(2, 2, 1, "d", "e"));
    assertRefused(
        () -> check(tree, plan(1, 1L, 2L)), "above level 2 of its input 2 (level 2, run 1)");
  }

  @Test
  void anOlderOverlappingRunOfTheSameLevelMustNotBeJumped() {
    TreeView tree =
        view(table(3, 0, 3, "a", "c"), table(2, 0, 2, "c", "f"), table(1, 0, 1, "x", "z"));
    assertRefused(
        () -> check(tree, plan(1, 3L)),
        "SSTable 2 (level 0, run 2) must be an input too",
        "overlaps the input 3 (level 0, run 3) and lies between it and the output");
  }

  @Test
  void aRunThatDoesNotOverlapMayBeJumped() throws PluginException {
    TreeView tree =
        view(table(3, 0, 3, "a", "c"), table(2, 0, 2, "d", "f"), table(4, 0, 4, "a", "z"));
    assertThat(check(tree, plan(1, 3L)).founded()).isTrue();
  }

  @Test
  void anOverlappingTableOfALevelInBetweenMustNotBeJumped() {
    TreeView tree =
        view(table(3, 0, 1, "a", "c"), table(2, 1, 1, "b", "b"), table(5, 1, 1, "e", "f"));
    assertRefused(() -> check(tree, plan(2, 3L)), "SSTable 2 (level 1, run 1) must be an input");
  }

  @Test
  void anOverlappingTableOfTheRunThatIsJoinedMustBeAnInput() {
    TreeView tree =
        view(
            table(3, 0, 1, "b", "k"),
            table(1, 1, 1, "a", "b"),
            table(2, 1, 1, "c", "d"),
            table(4, 1, 1, "x", "z"));
    assertRefused(
        () -> check(tree, plan(1, 3L, 1L)),
        "SSTable 2 (level 1, run 1) must be an input too",
        "span, from \"a\" to \"k\"");
  }

  @Test
  void aTableInAGapBetweenInputsMustBeAnInputToo() {
    TreeView tree =
        view(
            table(1, 1, 1, "a", "b"),
            table(2, 1, 1, "y", "z"),
            table(3, 2, 1, "a", "c"),
            table(4, 2, 1, "m", "n"));
    assertRefused(() -> check(tree, plan(2, 1L, 2L, 3L)), "SSTable 4 (level 2, run 1)");
  }

  @Test
  void aCompletePlanJoinsTheRunOfItsInputs() throws PluginException {
    TreeView tree =
        view(
            table(5, 0, 5, "a", "k"),
            table(3, 0, 1, "b", "m"),
            table(1, 1, 1, "a", "b"),
            table(2, 1, 1, "c", "d"),
            table(4, 1, 1, "x", "z"));
    Placement placement = check(tree, plan(1, 5L, 3L, 1L, 2L));
    assertThat(placement.level()).isEqualTo(1);
    assertThat(placement.run()).isEqualTo(1);
    assertThat(placement.founded()).isFalse();
    assertThat(placement.first()).hasToString("\"a\"");
    assertThat(placement.last()).hasToString("\"m\"");
  }

  @Test
  void mergingNewerRunsIntoAnOlderOneOfTheLevelSkipsNone() {
    TreeView tree =
        view(table(3, 1, 3, "a", "c"), table(2, 1, 2, "a", "c"), table(1, 1, 1, "a", "c"));
    assertRefused(() -> check(tree, plan(1, 3L, 1L)), "SSTable 2 (level 1, run 2)");
  }
}

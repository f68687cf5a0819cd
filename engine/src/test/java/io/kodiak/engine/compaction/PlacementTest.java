package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Trees.table;
import static io.kodiak.engine.compaction.Trees.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static Placement place(TreeView tree, int level, List<Placement> running, Long... ids) {
    return Placement.of(tree, new CompactionPlan(Set.of(ids), level, 1, 0, "test"), running);
  }

  private static Placement at(int level, long run, boolean founded, String first, String last) {
    return new Placement(level, run, founded, Slice.utf8(first), Slice.utf8(last));
  }

  @Test
  void outputsJoinTheOldestRunOfTheLevelThatGivesAnInput() {
    TreeView tree =
        view(
            table(9, 0, 9, "a", "z"),
            table(5, 1, 5, "a", "f"),
            table(4, 1, 4, "b", "g"),
            table(3, 1, 3, "a", "z"));
    assertThat(place(tree, 1, List.of(), 5L, 4L)).isEqualTo(at(1, 4, false, "a", "g"));
  }

  @Test
  void outputsJoinTheNewestRunWhenItHasRoomForThem() {
    TreeView tree =
        view(table(9, 0, 9, "m", "p"), table(5, 1, 5, "a", "l"), table(4, 1, 4, "a", "z"));
    assertThat(place(tree, 1, List.of(), 9L)).isEqualTo(at(1, 5, false, "m", "p"));
  }

  @Test
  void outputsFoundARunAboveOneThatTheyOverlap() {
    TreeView tree =
        view(table(9, 0, 9, "m", "p"), table(5, 1, 5, "n", "n"), table(4, 1, 4, "a", "c"));
    assertThat(place(tree, 1, List.of(), 9L)).isEqualTo(at(1, 6, true, "m", "p"));
  }

  @Test
  void outputsThatSpanATableOfTheNewestRunFoundARun() {
    TreeView tree =
        view(table(8, 0, 9, "a", "b"), table(9, 0, 9, "y", "z"), table(5, 1, 5, "m", "n"));
    assertThat(place(tree, 1, List.of(), 8L, 9L)).isEqualTo(at(1, 6, true, "a", "z"));
  }

  @Test
  void outputsFoundTheFirstRunOfAnEmptyLevel() {
    TreeView tree = view(table(9, 0, 9, "m", "p"), table(1, 2, 5, "a", "z"));
    assertThat(place(tree, 1, List.of(), 9L)).isEqualTo(at(1, 1, true, "m", "p"));
  }

  @Test
  void compactionsThatRunTogetherFoundOneRunBetweenThem() {
    TreeView tree = view(table(8, 0, 9, "a", "b"), table(9, 0, 9, "y", "z"));
    Placement running = place(tree, 1, List.of(), 8L);
    Placement second = place(tree, 1, List.of(running), 9L);
    assertThat(second).isEqualTo(at(1, 1, true, "y", "z"));
    assertThat(second.conflictsWith(running)).isFalse();
  }

  @Test
  void outputsInOneRunConflictWhenTheirSpansOverlap() {
    assertThat(at(1, 1, false, "a", "f").conflictsWith(at(1, 1, false, "f", "g"))).isTrue();
    assertThat(at(1, 1, false, "a", "f").conflictsWith(at(1, 1, false, "g", "h"))).isFalse();
    assertThat(at(1, 1, false, "a", "f").conflictsWith(at(1, 2, true, "b", "c"))).isFalse();
    assertThat(at(1, 1, false, "a", "f").conflictsWith(at(2, 1, false, "b", "c"))).isFalse();
  }
}

package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Trees.table;
import static io.kodiak.engine.compaction.Trees.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadPlacementTest {
  private static LoadPlacement place(TreeView tree, boolean busy, SSTableMeta... loaded) {
    return LoadPlacement.of(tree.runs(), List.of(loaded), busy);
  }

  private static SSTableMeta loaded(String first, String last) {
    return table(100, 0, 0, first, last);
  }

  @Test
  void theFirstTablesGoToLevelOne() {
    assertThat(place(view(), false, loaded("a", "z"))).isEqualTo(new LoadPlacement(1, 1));
    TreeView flushed = view(table(1, 0, 4, "a", "c"));
    assertThat(place(flushed, false, loaded("d", "z"))).isEqualTo(new LoadPlacement(1, 1));
  }

  @Test
  void tablesThatOverlapNothingJoinTheNewestRunOfTheDeepestLevel() {
    TreeView tree =
        view(
            table(1, 0, 4, "a", "c"),
            table(2, 3, 7, "a", "c"),
            table(3, 3, 7, "p", "q"),
            table(4, 3, 2, "a", "b"));
    assertThat(place(tree, false, loaded("d", "f"), loaded("r", "s")))
        .isEqualTo(new LoadPlacement(3, 7));
  }

  @Test
  void tablesStayAboveWhatAnyOfThemOverlaps() {
    TreeView tree = view(table(1, 1, 1, "a", "c"), table(2, 4, 1, "f", "k"));
    assertThat(place(tree, false, loaded("d", "f"))).isEqualTo(new LoadPlacement(3, 1));
    assertThat(place(tree, false, loaded("d", "e"))).isEqualTo(new LoadPlacement(4, 1));
    assertThat(place(tree, false, loaded("d", "e"), loaded("f", "g")))
        .isEqualTo(new LoadPlacement(3, 1));
  }

  @Test
  void tablesThatOverlapTheTopBecomeTheNewestRunOfLevelZero() {
    TreeView tree = view(table(1, 0, 4, "a", "c"), table(2, 0, 3, "m", "n"));
    assertThat(place(tree, false, loaded("b", "b"))).isEqualTo(new LoadPlacement(0, 5));
    assertThat(place(view(table(1, 1, 1, "a", "c")), false, loaded("b", "b")))
        .isEqualTo(new LoadPlacement(0, 1));
  }

  @Test
  void tablesGoOnTopWhileACompactionRuns() {
    TreeView tree = view(table(1, 0, 4, "a", "c"), table(2, 3, 7, "a", "c"));
    assertThat(place(tree, true, loaded("x", "z"))).isEqualTo(new LoadPlacement(0, 5));
  }
}

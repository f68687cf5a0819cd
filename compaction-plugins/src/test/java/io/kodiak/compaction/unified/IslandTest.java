package io.kodiak.compaction.unified;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TreeText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IslandTest {
  private static List<SSTableMeta> tables(TreeView tree) {
    return tree.runs().stream().flatMap(run -> run.tables().stream()).toList();
  }

  @Test
  void tablesThatHangTogetherAreOne() {
    TreeView tree =
        TreeText.parse(
            """
            0.3   4[a..c 1M]
            0.2   3[c..f 1M]  6[x..z 1M]
            0.1   1[b..d 1M]  2[g..k 1M]
            """);
    assertThat(Island.of(tables(tree)))
        .extracting(
            island -> island.tables().stream().map(SSTableMeta::id).toList(),
            Island::depth,
            Island::runs)
        .containsExactly(
            tuple(List.of(4L, 1L, 3L), 3, 3), tuple(List.of(2L), 1, 1), tuple(List.of(6L), 1, 1));
    assertThat(Island.of(List.of())).isEmpty();
  }

  @Test
  void thoseThatAreDeepEnoughAreFoundFromTheRuns() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("thoseThatAreDeepEnoughAreFoundFromTheRuns"));
    for (int round = 0; round < TestRun.scaled(200); round++) {
      TreeView tree = SimulatedTree.random(random).view();
      List<List<SSTableMeta>> byRun = tree.runs().stream().map(Run::tables).toList();
      int least = random.nextInt(2, 5);
      assertThat(Island.ofSeveral(byRun, least))
          .isEqualTo(
              Island.of(tables(tree)).stream().filter(each -> each.depth() >= least).toList());
    }
  }

  @Test
  void theirDepthIsThatOfTheKeyInMostTables() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("theirDepthIsThatOfTheKeyInMostTables"));
    for (int round = 0; round < TestRun.scaled(200); round++) {
      List<SSTableMeta> all = tables(SimulatedTree.random(random).view());
      List<SSTableMeta> seen = new ArrayList<>();
      Slice before = null;
      for (Island island : Island.of(all)) {
        int depth = 0;
        for (SSTableMeta table : island.tables()) {
          Slice key = table.firstKey();
          assertThat(before == null || before.compareTo(key) < 0).isTrue();
          depth = Math.max(depth, (int) all.stream().filter(t -> t.overlaps(key, key)).count());
        }
        assertThat(island.depth()).isEqualTo(depth);
        seen.addAll(island.tables());
        before =
            island.tables().stream().map(SSTableMeta::lastKey).max(Slice::compareTo).orElseThrow();
      }
      assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }
  }
}

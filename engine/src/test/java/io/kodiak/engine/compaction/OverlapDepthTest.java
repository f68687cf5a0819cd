package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Trees.table;
import static io.kodiak.engine.compaction.Trees.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OverlapDepthTest {
  @Test
  void nothingHasNoDepth() {
    assertThat(OverlapDepth.of(List.of())).isEqualTo(new OverlapDepth(0, 0));
  }

  @Test
  void runsThatShareNoKeyDoNotAddUp() {
    TreeView tree =
        view(table(1, 0, 1, "a", "b"), table(2, 0, 2, "c", "d"), table(3, 0, 3, "e", "f"));
    assertThat(OverlapDepth.of(tree.runs())).isEqualTo(new OverlapDepth(1, 1));
  }

  @Test
  void runsThatShareOneKeyOnlyAreAsDeepThere() {
    TreeView tree = view(table(1, 0, 1, "a", "c"), table(2, 0, 2, "c", "e"));
    OverlapDepth depth = OverlapDepth.of(tree.runs());
    assertThat(depth.greatest()).isEqualTo(2);
    assertThat(depth.average()).isBetween(1.0, 2.0);
  }

  @Test
  void theAverageIsOverTheBytes() {
    TreeView tree =
        view(table(1, 0, 1, "a", "d"), table(2, 0, 2, "a", "d"), table(3, 0, 1, "x", "z"));
    OverlapDepth depth = OverlapDepth.of(tree.runs());
    assertThat(depth.greatest()).isEqualTo(2);
    assertThat(depth.average()).isCloseTo(5 / 3.0, within(1e-9));
  }

  @Test
  void theGreatestDepthIsThatOfSomeKeyInAnyTree() {
    SplittableRandom seeds = Seed.random(this);
    for (int round = 0; round < 500; round++) {
      SplittableRandom random = seeds.split();
      List<SSTableMeta> tables = new ArrayList<>();
      for (int run = 1; run < 6; run++) {
        int at = random.nextInt(30);
        for (int i = random.nextInt(4); i >= 0; i--) {
          int last = at + random.nextInt(10);
          tables.add(table(tables.size() + 1, 0, run, key(at), key(last)));
          at = last + 1 + random.nextInt(8);
        }
      }
      List<Run> runs = view(tables.toArray(SSTableMeta[]::new)).runs();
      long expected = 0;
      for (int i = 0; i < 100; i++) {
        Slice key = Slice.utf8(key(i));
        expected =
            Math.max(expected, tables.stream().filter(table -> table.overlaps(key, key)).count());
      }
      OverlapDepth depth = OverlapDepth.of(runs);
      assertThat((long) depth.greatest()).as("round %d", round).isEqualTo(expected);
      assertThat(depth.average()).isBetween(1 - 1e-9, expected + 1e-9);
    }
  }

  private static String key(int number) {
    return "%04d".formatted(number);
  }
}

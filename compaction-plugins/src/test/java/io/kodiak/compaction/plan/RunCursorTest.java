package io.kodiak.compaction.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RunCursorTest {
  @Test
  void findsWhatASearchOfTheWholeRunFinds() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("findsWhatASearchOfTheWholeRunFinds"));
    for (int round = 0; round < TestRun.scaled(100); round++) {
      List<Run> runs = SimulatedTree.random(random).view().runs();
      List<Slice> keys = new ArrayList<>();
      for (SSTableMeta table : TreeAnalysis.tables(runs)) {
        keys.add(table.firstKey());
        keys.add(table.lastKey());
      }
      keys.removeIf(key -> random.nextInt(3) == 0);
      keys.sort(null);
      for (Run run : runs) {
        RunCursor cursor = new RunCursor(run);
        for (Slice key : keys) {
          assertThat(cursor.firstEndingAtLeast(key))
              .isEqualTo(TreeAnalysis.firstEndingAtLeast(run.tables(), key));
        }
      }
    }
  }

  @Test
  void meetsTheTablesThatOverlapTheRun() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("meetsTheTablesThatOverlapTheRun"));
    for (int round = 0; round < TestRun.scaled(100); round++) {
      List<Run> runs = SimulatedTree.random(random).view().runs();
      for (Run run : runs) {
        for (Run other : runs) {
          RunCursor cursor = new RunCursor(other);
          for (SSTableMeta table : run.tables()) {
            assertThat(cursor.meets(table))
                .isEqualTo(other.tables().stream().anyMatch(table::overlaps));
          }
        }
      }
    }
  }
}

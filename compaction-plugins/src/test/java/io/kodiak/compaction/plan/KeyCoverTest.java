package io.kodiak.compaction.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KeyCoverTest {
  @Test
  void meetsTheTablesThatOverlapACoveredOne() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("meetsTheTablesThatOverlapACoveredOne"));
    for (int round = 0; round < TestRun.scaled(300); round++) {
      List<SSTableMeta> covered = new ArrayList<>();
      KeyCover cover = new KeyCover();
      for (Run run : SimulatedTree.random(random).view().runs()) {
        List<SSTableMeta> met =
            run.tables().stream().filter(t -> covered.stream().anyMatch(t::overlaps)).toList();
        assertThat(cover.met(run)).isEqualTo(met);
        long bytes = TreeAnalysis.bytes(met);
        assertThat(cover.metBytes(run, (double) bytes)).isEqualTo(bytes);
        if (bytes > 0) {
          assertThat(cover.metBytes(run, (double) (bytes - 1))).isGreaterThan(bytes - 1);
        }
        cover.add(run);
        covered.addAll(run.tables());
      }
    }
  }
}

package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.MergeEstimate;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a merge was said to write is what it writes. */
final class MergeEstimateTest {
  private static Set<Long> downTo(TreeView view, int level) {
    Set<Long> inputs = new HashSet<>();
    for (SSTableMeta table : TreeAnalysis.tables(view.runs())) {
      if (table.level() <= level) {
        inputs.add(table.id());
      }
    }
    return inputs;
  }

  /** Merges, and says how many bytes came out. */
  private static long merge(SimulatedTree tree, Set<Long> inputs, int level, long bytesIn) {
    long before = tree.bytes();
    tree.start(new CompactionPlan(inputs, level, 10 << 20, 1, "test"));
    tree.completeAll();
    return tree.bytes() - (before - bytesIn);
  }

  @Test
  void theBoundsHold() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("theBoundsHold"));
    for (int round = 0; round < TestRun.scaled(200); round++) {
      SimulatedTree tree = SimulatedTree.random(random);
      int level = random.nextInt(4);
      Set<Long> inputs = downTo(tree.view(), level);
      if (inputs.size() > 1) {
        MergeEstimate estimate = MergeEstimate.of(tree.view(), inputs);
        long bytes = merge(tree, inputs, level, estimate.bytesIn());
        assertThat(bytes)
            .as("%s", estimate)
            .isBetween(estimate.leastBytesOut(), estimate.mostBytesOut());
        assertThat(estimate.bytesOut())
            .isBetween(estimate.leastBytesOut(), estimate.mostBytesOut());
      }
    }
  }

  @Test
  void randomOverwritesAreForeseen() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("randomOverwritesAreForeseen"));
    SimulatedTree tree = new SimulatedTree();
    int keys = 10_000;
    tree.flush(IntStream.range(0, keys).boxed().toList(), false);
    merge(tree, downTo(tree.view(), 0), 2, 0);
    tree.flush(random.ints(3_000, 0, keys).boxed().toList(), false);
    tree.flush(random.ints(1_000, 0, keys).boxed().toList(), false);
    tree.flush(random.ints(2_000, 0, keys).boxed().toList(), false);
    Set<Long> inputs = downTo(tree.view(), 0);
    MergeEstimate estimate = MergeEstimate.of(tree.view(), inputs);
    assertThat(estimate.bytesIn()).isEqualTo(estimate.mostBytesOut());
    long bytes = merge(tree, inputs, 0, estimate.bytesIn());
    assertThat(bytes / (double) estimate.bytesOut()).isCloseTo(1, within(0.05));
    assertThat(bytes / (double) estimate.bytesIn()).isLessThan(0.9);
    MergeEstimate all = MergeEstimate.of(tree.view(), downTo(tree.view(), 2));
    assertThat(all.bytesOut()).as("nothing but overwrites").isEqualTo(keys * (1L << 20));
  }

  @Test
  void tombstonesGoWhereNothingOlderStays() {
    TreeView tree =
        TreeText.parse(
            """
            1.1   20[a..b 1M 50%]  21[e..g 1M 50%]  22[p..q 1M 10%]
            2.2   10[a..c 1M]
            2.1   1[f..k 2M]
            """);
    long entries = (1 << 20) / 100;
    assertThat(MergeEstimate.of(tree, Set.of(20L)).tombstonesOut()).isZero();
    assertThat(MergeEstimate.of(tree, Set.of(20L, 10L)).tombstonesOut()).isEqualTo(entries / 2);
    assertThat(MergeEstimate.of(tree, Set.of(20L, 21L, 10L)).tombstonesOut())
        .as("those of 21 are needed for 1")
        .isEqualTo(entries / 2);
    assertThat(MergeEstimate.of(tree, Set.of(22L)))
        .satisfies(
            alone -> {
              assertThat(alone.entriesIn()).isEqualTo(entries);
              assertThat(alone.tombstonesOut()).isEqualTo(entries / 10);
              assertThat(alone.bytesOut() / (double) alone.bytesIn()).isCloseTo(0.9, within(0.01));
            });
    assertThat(MergeEstimate.of(tree, Set.of())).isEqualTo(new MergeEstimate(0, 0, 0, 0, 0, 0));
    List<Long> unknown = List.of(77L);
    assertThat(MergeEstimate.of(tree, Set.copyOf(unknown)).bytesIn()).isZero();
  }
}

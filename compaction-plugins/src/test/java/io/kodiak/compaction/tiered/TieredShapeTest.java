package io.kodiak.compaction.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.testkit.Settling;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What trees look like, and what that cost, after flushes of 64 MiB each. */
final class TieredShapeTest {
  private static final long MIB = 1L << 20;
  private static final int FLUSH_KEYS = 64;

  private final SimulatedTree tree = new SimulatedTree();
  private final SplittableRandom random = new SplittableRandom(1);
  private long largestMerge;

  private static CompactionPolicy policy(Map<String, ?> values) {
    TestSettings settings = TestSettings.of(values);
    CompactionPolicy policy = new TieredProvider().create(settings);
    settings.verify();
    return policy;
  }

  private void flush(CompactionPolicy policy, List<Integer> keys) {
    tree.flush(keys, false);
    Settling.run(policy, tree, plan -> largestMerge = Math.max(largestMerge, bytes(plan)));
  }

  private long bytes(CompactionPlan plan) {
    return tree.view().runs().stream()
        .flatMap(run -> run.tables().stream())
        .filter(table -> plan.inputs().contains(table.id()))
        .mapToLong(SSTableMeta::bytes)
        .sum();
  }

  private List<Integer> randomKeys(int bound) {
    return random.ints(FLUSH_KEYS, 0, bound).boxed().toList();
  }

  private double writeAmplification(int flushes) {
    return 1 + tree.bytesMerged() / (flushes * FLUSH_KEYS * (double) MIB);
  }

  @Test
  void aRandomLoadIsWrittenAboutOnceForEachTimeThatItGrewByTheWidth() {
    CompactionPolicy policy = policy(Map.of());
    for (int i = 0; i < 400; i++) {
      flush(policy, randomKeys(20_000));
    }
    assertThat(writeAmplification(400)).isBetween(2.0, 6.0);
    assertThat(tree.view().runs()).hasSizeLessThanOrEqualTo(12);
    assertThat(tree.view().lastLevel()).isEqualTo(2);
    assertThat(tree.view().level(2)).hasSize(1);
  }

  @Test
  void noLargeMergeReadsMoreThanItMay() {
    CompactionPolicy policy = policy(Map.of("max-merge-size", 1024 * MIB));
    for (int i = 0; i < 400; i++) {
      flush(policy, randomKeys(20_000));
    }
    long data = tree.bytes();
    assertThat(data).isGreaterThan(8 * 1024 * MIB);
    assertThat(largestMerge).isLessThanOrEqualTo(1024 * MIB);
  }

  @Test
  void overwritesTakeNoMoreSpaceThanTheBound() {
    for (int percent : new int[] {25, 100}) {
      CompactionPolicy policy = policy(Map.of("space-amplification-percent", percent));
      for (int i = 0; i < 100; i++) {
        flush(policy, randomKeys(1_000));
        List<Run> runs = tree.view().runs();
        long base = runs.get(runs.size() - 1).bytes();
        assertThat(tree.bytes() - base).isLessThanOrEqualTo(base * percent / 100);
      }
    }
  }

  @Test
  void aLoadOfRisingKeysIsMovedAndNeverRewritten() {
    CompactionPolicy policy = policy(Map.of());
    for (int i = 0; i < 200; i++) {
      int from = i * FLUSH_KEYS;
      flush(policy, IntStream.range(from, from + FLUSH_KEYS).boxed().toList());
    }
    assertThat(tree.bytesMerged()).isZero();
    assertThat(tree.view().runs()).hasSizeLessThanOrEqualTo(4);
  }
}

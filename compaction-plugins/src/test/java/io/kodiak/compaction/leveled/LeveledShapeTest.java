package io.kodiak.compaction.leveled;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What trees look like, and what that cost, after flushes of 64 MiB each. */
final class LeveledShapeTest {
  private static final long MIB = 1L << 20;
  private static final int FLUSH_KEYS = 64;

  private final SimulatedTree tree = new SimulatedTree();
  private final CompactionPolicy policy = new LeveledProvider().create(TestSettings.empty());

  private void flush(List<Integer> keys) {
    tree.flush(keys, false);
    List<CompactionPlan> plans = policy.plan(tree.view());
    while (!plans.isEmpty()) {
      plans.forEach(tree::start);
      tree.completeAll();
      plans = policy.plan(tree.view());
    }
  }

  private double writeAmplification(int flushes) {
    return 1 + tree.bytesMerged() / (flushes * FLUSH_KEYS * (double) MIB);
  }

  @Test
  void aRandomLoadFillsLevelsToTheirSizes() {
    SplittableRandom random = new SplittableRandom(1);
    int flushes = 400;
    for (int i = 0; i < flushes; i++) {
      flush(random.ints(FLUSH_KEYS, 0, 20_000).boxed().toList());
    }
    long size = 256 * MIB;
    for (int level = 1; level <= tree.view().lastLevel(); level++) {
      List<Run> runs = tree.view().level(level);
      assertThat(runs).hasSizeLessThanOrEqualTo(1);
      long bytes = runs.stream().mapToLong(Run::bytes).sum();
      assertThat(bytes).as("bytes of level %d", level).isLessThanOrEqualTo(size);
      size *= 10;
    }
    assertThat(tree.view().level(0)).hasSizeLessThan(4);
    assertThat(tree.view().lastLevel()).isEqualTo(3);
    assertThat(writeAmplification(flushes)).isBetween(2.0, 14.0);
  }

  @Test
  void aLoadOfRisingKeysIsMovedAndNeverRewritten() {
    for (int i = 0; i < 400; i++) {
      int from = i * FLUSH_KEYS;
      flush(IntStream.range(from, from + FLUSH_KEYS).boxed().toList());
    }
    assertThat(tree.view().lastLevel()).isEqualTo(3);
    assertThat(tree.bytesMerged()).isZero();
  }

  @Test
  void overwritesOfFewKeysStaySmall() {
    for (int i = 0; i < 100; i++) {
      flush(IntStream.range(0, FLUSH_KEYS).boxed().toList());
    }
    assertThat(tree.bytes()).isLessThanOrEqualTo(4 * FLUSH_KEYS * MIB);
  }

  @Test
  void settingsShapeTheTree() {
    TestSettings settings =
        TestSettings.of(Map.of("base-level-size", 128 * MIB, "level0-runs", 2, "fanout", 2));
    CompactionPolicy small = new LeveledProvider().create(settings);
    settings.verify();
    tree.flush(IntStream.range(0, FLUSH_KEYS).boxed().toList(), false);
    assertThat(small.plan(tree.view())).isEmpty();
    tree.flush(IntStream.range(0, FLUSH_KEYS).boxed().toList(), false);
    assertThat(small.plan(tree.view())).hasSize(1);
    assertThat(policy.plan(tree.view())).isEmpty();
  }
}

package io.kodiak.compaction.leveled;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.testkit.Settling;
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
  private final CompactionPolicy fixed =
      new LeveledProvider().create(TestSettings.of(Map.of("dynamic-level-sizes", false)));

  private void flush(List<Integer> keys) {
    flush(policy, tree, keys);
  }

  private static void flush(CompactionPolicy policy, SimulatedTree tree, List<Integer> keys) {
    tree.flush(keys, false);
    Settling.run(policy, tree);
  }

  private static double writeAmplification(SimulatedTree tree, int flushes) {
    return 1 + tree.bytesMerged() / (flushes * FLUSH_KEYS * (double) MIB);
  }

  private static long bytes(SimulatedTree tree, int level) {
    return tree.view().level(level).stream().mapToLong(Run::bytes).sum();
  }

  @Test
  void theLastLevelHoldsMostOfARandomLoadWhateverItsSize() {
    SplittableRandom random = new SplittableRandom(1);
    int flushes = 400;
    for (int i = 1; i <= flushes; i++) {
      flush(random.ints(FLUSH_KEYS, 0, 20_000).boxed().toList());
      int last = tree.view().lastLevel();
      long above = 0;
      for (int level = 1; level < last; level++) {
        assertThat(tree.view().level(level)).hasSizeLessThanOrEqualTo(1);
        above += bytes(tree, level);
      }
      if (last > 1) {
        assertThat(above).as("after %d flushes", i).isLessThan((long) (0.12 * bytes(tree, last)));
      }
    }
    assertThat(tree.view().level(0)).hasSizeLessThan(4);
    assertThat(tree.view().lastLevel()).isEqualTo(2);
    assertThat(writeAmplification(tree, flushes)).isBetween(2.0, 14.0);
  }

  @Test
  void dynamicSizesTakeLessSpaceForOverwritesThanFixedOnes() {
    SplittableRandom random = new SplittableRandom(2);
    SimulatedTree other = new SimulatedTree();
    int keys = 3_000;
    int flushes = 500;
    double most = 0;
    double mostOfOther = 0;
    for (int i = 0; i < flushes; i++) {
      List<Integer> written = random.ints(FLUSH_KEYS, 0, keys).boxed().toList();
      flush(policy, tree, written);
      flush(fixed, other, written);
      if (i >= flushes / 2) {
        most = Math.max(most, (tree.bytes() - bytes(tree, 0)) / (double) (keys * MIB));
        mostOfOther =
            Math.max(mostOfOther, (other.bytes() - bytes(other, 0)) / (double) (keys * MIB));
      }
    }
    assertThat(most).isLessThan(1.12);
    assertThat(mostOfOther).isGreaterThan(1.5);
    assertThat(writeAmplification(tree, flushes))
        .as("no more than a little is paid for that")
        .isLessThan(1.25 * writeAmplification(other, flushes));
  }

  @Test
  void aRandomLoadFillsFixedLevelsToTheirSizes() {
    SplittableRandom random = new SplittableRandom(1);
    int flushes = 400;
    for (int i = 0; i < flushes; i++) {
      flush(fixed, tree, random.ints(FLUSH_KEYS, 0, 20_000).boxed().toList());
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
    assertThat(writeAmplification(tree, flushes)).isBetween(2.0, 14.0);
  }

  @Test
  void aLoadOfRisingKeysIsMovedAndNeverRewritten() {
    for (int i = 0; i < 400; i++) {
      int from = i * FLUSH_KEYS;
      flush(IntStream.range(from, from + FLUSH_KEYS).boxed().toList());
    }
    assertThat(tree.view().lastLevel()).isEqualTo(2);
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

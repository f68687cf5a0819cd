package io.kodiak.compaction.leveled;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.Settling;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever changes on a live tree, its plans end, and the tree then has its new shape. */
final class LeveledConvergenceTest {
  private static final long MIB = 1L << 20;

  private static CompactionPolicy policy(Map<String, ?> settings) {
    TestSettings read = TestSettings.of(settings);
    CompactionPolicy policy = new LeveledProvider().create(read);
    read.verify();
    return policy;
  }

  private static long bytes(TreeView tree, int level) {
    return TreeAnalysis.bytes(TreeAnalysis.tables(tree.level(level)));
  }

  @Test
  void changedSettingsEndInAnotherShape() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("changedSettingsEndInAnotherShape"));
    for (int round = 0; round < TestRun.scaled(30); round++) {
      SimulatedTree tree = SimulatedTree.random(random);
      for (int change = 0; change < 5; change++) {
        Settling.run(policy(RandomSettings.draw(random)), tree);
        for (int level = 1; level <= tree.view().lastLevel(); level++) {
          assertThat(tree.view().level(level)).hasSizeLessThan(2);
        }
        int from = random.nextInt(2_000);
        tree.flush(IntStream.range(from, from + 64).boxed().toList(), random.nextInt(4) == 0);
        tree.pass(random.nextInt(500_000));
      }
    }
  }

  @Test
  void aTreeOfFixedSizesGetsTheDynamicShapeAndGoesBack() {
    Map<String, ?> small = Map.of("base-level-size", 100 * MIB, "target-file-size", 10 * MIB);
    CompactionPolicy dynamic = policy(small);
    CompactionPolicy fixed =
        policy(
            Map.of(
                "base-level-size", 100 * MIB,
                "target-file-size", 10 * MIB,
                "dynamic-level-sizes", false));
    SimulatedTree tree = new SimulatedTree();
    SplittableRandom random = new SplittableRandom(1);
    for (int flush = 0; flush < 100; flush++) {
      tree.flush(random.ints(64, 0, 1_500).boxed().toList(), false);
      Settling.run(fixed, tree);
    }
    assertThat(tree.view().lastLevel()).isEqualTo(3);
    assertThat(bytes(tree.view(), 2)).as("chance, as are others").isGreaterThan(500 * MIB);
    Settling.run(dynamic, tree);
    assertThat(bytes(tree.view(), 2)).isLessThan(200 * MIB);
    assertThat(bytes(tree.view(), 1)).as("level 1 should not exist").isZero();
    long merged = tree.bytesMerged();
    Settling.run(fixed, tree);
    assertThat(tree.bytesMerged()).as("nothing is rewritten").isEqualTo(merged);
  }

  @Test
  void oldEntriesComeToTheLastLevelAndDeletedOnesLeaveTheTree() {
    CompactionPolicy policy =
        policy(
            Map.of(
                "base-level-size",
                50 * MIB,
                "fanout",
                3,
                "max-age",
                Duration.ofDays(30),
                "drain-after",
                Duration.ZERO));
    SplittableRandom random = new SplittableRandom(TestRun.seed("oldEntriesComeToTheLastLevel"));
    SimulatedTree tree = new SimulatedTree();
    for (int flush = 0; flush < 62 || tree.view().runs().size() < 3; flush++) {
      tree.flush(random.ints(64, 0, 1_000).boxed().toList(), flush % 3 == 2);
      Settling.run(policy, tree);
    }
    tree.pass(Duration.ofDays(29).toMillis());
    assertThat(policy.plan(tree.view())).isEmpty();
    for (int level = 0; level < tree.view().lastLevel(); level++) {
      tree.pass(Duration.ofDays(30).toMillis());
      Settling.run(policy, tree);
    }
    assertThat(tree.view().runs()).hasSize(1);
    assertThat(tree.view().runs().get(0).tables()).allMatch(table -> table.tombstones() == 0);
  }

  @Test
  void aTableThatIsQuietTakesLittleMoreSpaceThanItsData() {
    CompactionPolicy policy =
        policy(Map.of("base-level-size", 100 * MIB, "target-file-size", 10 * MIB));
    SplittableRandom random = new SplittableRandom(TestRun.seed("aTableThatIsQuiet"));
    SimulatedTree tree = new SimulatedTree();
    for (int keys = 200; keys <= 3_000; keys += 400) {
      List<Integer> all = IntStream.range(0, keys).boxed().toList();
      tree.flush(all, false);
      for (int flush = 0; flush < 5; flush++) {
        tree.flush(random.ints(64, 0, keys).boxed().toList(), false);
        Settling.run(policy, tree);
      }
      tree.pass(9_999);
      assertThat(policy.plan(tree.view())).isEmpty();
      tree.pass(1);
      Settling.run(policy, tree);
      long bytes = TreeAnalysis.bytes(TreeAnalysis.tables(tree.view().runs()));
      assertThat(bytes / (double) (keys * MIB)).as("space amplification").isLessThan(1.15);
      tree.flush(all, false);
      tree.pass(10_000);
      Settling.run(policy, tree);
      assertThat(tree.view().level(0)).isEmpty();
      long merged = tree.bytesMerged();
      tree.flush(random.ints(keys / 40, 0, keys).boxed().toList(), false);
      tree.pass(100_000);
      Settling.run(policy, tree);
      assertThat(tree.bytesMerged()).as("a little more is not worth it").isEqualTo(merged);
    }
  }

  @Test
  void whatIsDeletedLeavesTheTreeBeforeLevelsAreFull() {
    List<Integer> keys = IntStream.range(0, 2_000).boxed().toList();
    List<Integer> deleted = keys.subList(0, 150);
    SimulatedTree waiting = new SimulatedTree();
    SimulatedTree eager = new SimulatedTree();
    for (SimulatedTree tree : List.of(waiting, eager)) {
      boolean picks = tree == eager;
      CompactionPolicy policy =
          policy(
              Map.of(
                  "level0-runs",
                  1,
                  "base-level-size",
                  100 * MIB,
                  "tombstone-share",
                  picks ? 0.5 : 0));
      tree.flush(keys, false);
      Settling.run(policy, tree);
      assertThat(tree.view().lastLevel()).isEqualTo(2);
      tree.flush(deleted, true);
      Settling.run(policy, tree);
    }
    assertThat(waiting.view().runs().stream().mapToLong(Run::entries).sum()).isEqualTo(2_150);
    assertThat(eager.view().runs().stream().mapToLong(Run::entries).sum()).isEqualTo(1_850);
  }
}

package io.kodiak.compaction.unified;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.testkit.Settling;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What trees look like, and what that cost, after flushes of 64 MiB each. */
final class UnifiedShapeTest {
  private static final long MIB = 1L << 20;
  private static final int FLUSH_KEYS = 64;
  private static final int FLUSHES = 300;

  private final SimulatedTree tree = new SimulatedTree();
  private final SplittableRandom random = new SplittableRandom(1);

  private static CompactionPolicy policy(String scaling) {
    TestSettings settings = TestSettings.of(Map.of("scaling", scaling));
    CompactionPolicy policy = new UnifiedProvider().create(settings);
    settings.verify();
    return policy;
  }

  private void load(CompactionPolicy policy, IntFunction<List<Integer>> keys) {
    for (int flush = 0; flush < FLUSHES; flush++) {
      tree.flush(keys.apply(flush), false);
      Settling.run(policy, tree);
    }
  }

  private List<Integer> randomKeys(int flush) {
    return random.ints(FLUSH_KEYS, 0, 20_000).boxed().toList();
  }

  /** In how many tables the key is that is in most of them. */
  private int depth() {
    List<SSTableMeta> all = new ArrayList<>();
    for (Run run : tree.view().runs()) {
      all.addAll(run.tables());
    }
    return Island.depth(all);
  }

  private double writeAmplification() {
    return 1 + tree.bytesMerged() / (FLUSHES * FLUSH_KEYS * (double) MIB);
  }

  @Test
  void tieringWritesLittleAndLetsKeysBeInMoreTables() {
    load(policy("T4"), this::randomKeys);
    assertThat(writeAmplification()).isBetween(3.0, 6.0);
    assertThat(depth()).isLessThanOrEqualTo(4 * 3);
  }

  @Test
  void levelingWritesMoreAndLetsKeysBeInOneTableOfALevel() {
    load(policy("T4, L10"), this::randomKeys);
    assertThat(writeAmplification()).isBetween(5.0, 15.0);
    assertThat(depth()).isLessThanOrEqualTo(3 + 2);
  }

  @Test
  void lazyLevelingKeepsOnlyTheLargestLevelInOnePiece() {
    load(policy("T4, T4, L10"), this::randomKeys);
    assertThat(writeAmplification()).isBetween(3.0, 10.0);
    assertThat(depth()).isLessThanOrEqualTo(3 + 3 + 1);
    long largest = tree.view().runs().stream().mapToLong(Run::bytes).max().orElseThrow();
    assertThat(tree.bytes() / (double) largest).isLessThan(1.4);
  }

  @Test
  void aLoadOfRisingKeysIsMovedAndNeverRewritten() {
    load(
        policy("T4"),
        flush -> IntStream.range(flush * FLUSH_KEYS, (flush + 1) * FLUSH_KEYS).boxed().toList());
    assertThat(tree.bytesMerged()).isZero();
    assertThat(depth()).isEqualTo(1);
  }

  @Test
  void keysThatComeNearlyInOrderKeepLevelZeroShort() {
    CompactionPolicy policy = policy("T4");
    for (int flush = 0; flush < FLUSHES; flush++) {
      int from = flush * 50;
      tree.flush(random.ints(FLUSH_KEYS, from, from + 80).boxed().toList(), false);
      Settling.run(policy, tree);
      assertThat(tree.view().level(0)).hasSizeLessThan(2 * 4);
    }
    assertThat(writeAmplification()).isLessThan(3);
  }

  @Test
  void anotherScalingIsReachedFromAnyTree() {
    load(policy("T8"), this::randomKeys);
    Settling.run(policy("L4"), tree);
    assertThat(depth()).isLessThanOrEqualTo(5);
    Settling.run(policy("T8"), tree);
    assertThat(tree.problems()).isEmpty();
  }
}

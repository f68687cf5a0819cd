package io.kodiak.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.compaction.leveled.LeveledProvider;
import io.kodiak.compaction.leveled.RandomSettings;
import io.kodiak.compaction.tiered.TieredProvider;
import io.kodiak.compaction.unified.UnifiedProvider;
import io.kodiak.testkit.Settling;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When writes stop, every policy comes to rest, with any settings, from whatever tree it or another
 * policy has made: each plan leads on, and none back to a tree that there has been.
 */
final class ConvergenceTest {
  private static final long MIB = 1L << 20;
  private static final int FLUSH_KEYS = 64;

  /** The policies. */
  enum Kind {
    LEVELED,
    TIERED,
    UNIFIED;

    private CompactionPolicyProvider provider() {
      return switch (this) {
        case LEVELED -> new LeveledProvider();
        case TIERED -> new TieredProvider();
        case UNIFIED -> new UnifiedProvider();
      };
    }

    private CompactionPolicy draw(SplittableRandom random) {
      Map<String, ?> settings =
          switch (this) {
            case LEVELED -> RandomSettings.draw(random);
            case TIERED -> tiered(random);
            case UNIFIED -> unified(random);
          };
      TestSettings read = TestSettings.of(settings);
      CompactionPolicy policy = provider().create(read);
      read.verify();
      return policy;
    }
  }

  private static Map<String, ?> tiered(SplittableRandom random) {
    return Map.of(
        "size-ratio",
        random.nextInt(4) == 0 ? 0.0 : random.nextDouble() * 2,
        "min-merge-width",
        random.nextInt(2, 8),
        "max-merge-width",
        random.nextInt(2, 20),
        "max-runs",
        random.nextInt(1, 20),
        "space-amplification-percent",
        random.nextInt(1, 300),
        "max-merge-size",
        MIB << random.nextInt(3, 12),
        "target-file-size",
        MIB << random.nextInt(7));
  }

  private static Map<String, ?> unified(SplittableRandom random) {
    List<String> scaling = new ArrayList<>();
    for (int level = random.nextInt(5); level >= 0; level--) {
      String factor = random.nextBoolean() ? "T" : "L";
      scaling.add(random.nextInt(5) == 0 ? "N" : factor + random.nextInt(2, 11));
    }
    return Map.of(
        "scaling",
        String.join(", ", scaling),
        "base-size",
        MIB << random.nextInt(8),
        "base-shards",
        random.nextInt(1, 8),
        "target-file-size",
        MIB << random.nextInt(7),
        "min-file-size",
        random.nextBoolean() ? 0 : MIB << random.nextInt(4));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whateverWasWrittenThePlansEnd(Kind kind) {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("whateverWasWrittenThePlansEnd " + kind));
    for (int round = 0; round < TestRun.scaled(10); round++) {
      CompactionPolicy policy = kind.draw(random);
      SimulatedTree tree = new SimulatedTree();
      for (int burst = 0; burst < 4; burst++) {
        write(tree, policy, random);
        rest(tree, policy);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void soTheyDoAfterAnyChangeOfThePolicy(Kind kind) {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("soTheyDoAfterAnyChangeOfThePolicy " + kind));
    for (int round = 0; round < TestRun.scaled(6); round++) {
      SimulatedTree tree = SimulatedTree.random(random);
      for (int change = 0; change < 3; change++) {
        Kind before = Kind.values()[random.nextInt(Kind.values().length)];
        write(tree, before.draw(random), random);
        rest(tree, kind.draw(random));
      }
    }
  }

  /** Writes a while, and does some of the plans beside that. */
  private static void write(SimulatedTree tree, CompactionPolicy policy, SplittableRandom random) {
    int keys = random.nextInt(1, 6_000);
    int from = random.nextInt(2_000);
    boolean rising = random.nextInt(3) == 0;
    int deletes = random.nextInt(2, 12);
    int pace = random.nextInt(1, 4);
    for (int flush = random.nextInt(5, 40); flush > 0; flush--) {
      int begin = rising ? from : 0;
      int width = rising ? FLUSH_KEYS : keys;
      tree.flush(
          random.ints(FLUSH_KEYS, begin, begin + width).boxed().toList(),
          random.nextInt(deletes) == 0);
      from += rising ? FLUSH_KEYS : 0;
      tree.pass(random.nextInt(4) == 0 ? random.nextInt(300_000) : 0);
      List<CompactionPlan> plans = policy.plan(tree.view());
      if (!plans.isEmpty() && random.nextInt(pace) == 0) {
        tree.start(plans.get(0));
        tree.completeAll();
      }
    }
  }

  private static void rest(SimulatedTree tree, CompactionPolicy policy) {
    Settling.run(policy, tree);
    assertThat(policy.plan(tree.view())).isEmpty();
  }
}

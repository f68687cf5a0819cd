package io.kodiak.compaction.leveled;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.testkit.CompactionPolicyContract;
import io.kodiak.testkit.TestRun;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;

/** The policy keeps the contract, with its defaults and with other settings. */
final class LeveledContractTest {
  private static final long MIB = 1L << 20;

  /** As users get it. */
  @Nested
  final class WithDefaults extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new LeveledProvider();
    }

    @Override
    protected int mostRuns() {
      return 3 + 7;
    }
  }

  /** Many small levels. */
  @Nested
  final class WithSmallLevels extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new LeveledProvider();
    }

    @Override
    protected Map<String, ?> settings() {
      return Map.of(
          "fanout", 2, "level0-runs", 1, "base-level-size", 20 * MIB, "target-file-size", 5 * MIB);
    }

    @Override
    protected int mostRuns() {
      return 16;
    }
  }

  /** Sizes of levels that do not depend on the data. */
  @Nested
  final class WithFixedSizes extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new LeveledProvider();
    }

    @Override
    protected Map<String, ?> settings() {
      return Map.of("dynamic-level-sizes", false);
    }

    @Override
    protected int mostRuns() {
      return 3 + 7;
    }
  }

  /** Anything that a user may choose. */
  @Nested
  final class WithRandomSettings extends CompactionPolicyContract {
    private final Map<String, ?> settings =
        RandomSettings.draw(new SplittableRandom(TestRun.seed("WithRandomSettings")));

    @Override
    protected CompactionPolicyProvider provider() {
      return new LeveledProvider();
    }

    @Override
    protected Map<String, ?> settings() {
      return settings;
    }

    @Override
    protected int mostRuns() {
      return RandomSettings.MOST_LEVEL_ZERO_RUNS + 16;
    }
  }

  /** Large files and a lazy level 0. */
  @Nested
  final class WithLargeFiles extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new LeveledProvider();
    }

    @Override
    protected Map<String, ?> settings() {
      return Map.of("fanout", 4, "level0-runs", 12, "target-file-size", 1000 * MIB);
    }

    @Override
    protected int mostRuns() {
      return 11 + 8;
    }
  }
}

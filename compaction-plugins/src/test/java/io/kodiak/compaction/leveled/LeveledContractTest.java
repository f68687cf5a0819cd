package io.kodiak.compaction.leveled;

import io.kodiak.compaction.SettingsContract;
import io.kodiak.testkit.TestRun;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;

/** The policy keeps the contract, with its defaults and with other settings. */
final class LeveledContractTest {
  private static final long MIB = 1L << 20;

  private abstract static class Contract extends SettingsContract {
    Contract(int mostRuns, Map<String, ?> settings) {
      super(new LeveledProvider(), mostRuns, settings);
    }
  }

  /** As users get it. */
  @Nested
  final class WithDefaults extends Contract {
    WithDefaults() {
      super(3 + 7, Map.of());
    }
  }

  /** Many small levels. */
  @Nested
  final class WithSmallLevels extends Contract {
    WithSmallLevels() {
      super(
          16,
          Map.of(
              "fanout",
              2,
              "level0-runs",
              1,
              "base-level-size",
              20 * MIB,
              "target-file-size",
              5 * MIB));
    }
  }

  /** Sizes of levels that do not depend on the data. */
  @Nested
  final class WithFixedSizes extends Contract {
    WithFixedSizes() {
      super(3 + 7, Map.of("dynamic-level-sizes", false));
    }
  }

  /** Anything that a user may choose. */
  @Nested
  final class WithRandomSettings extends Contract {
    WithRandomSettings() {
      super(
          RandomSettings.MOST_LEVEL_ZERO_RUNS + 16,
          RandomSettings.draw(new SplittableRandom(TestRun.seed("WithRandomSettings"))));
    }
  }

  /** Large files and a lazy level 0. */
  @Nested
  final class WithLargeFiles extends Contract {
    WithLargeFiles() {
      super(11 + 8, Map.of("fanout", 4, "level0-runs", 12, "target-file-size", 1000 * MIB));
    }
  }
}

package io.kodiak.compaction.tiered;

import io.kodiak.compaction.SettingsContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The policy keeps the contract, with its defaults and with other settings. */
final class TieredContractTest {
  private static final long MIB = 1L << 20;

  private abstract static class Contract extends SettingsContract {
    Contract(int mostRuns, Map<String, ?> settings) {
      super(new TieredProvider(), mostRuns, settings);
    }
  }

  /** As users get it. */
  @Nested
  final class WithDefaults extends Contract {
    WithDefaults() {
      super(12, Map.of());
    }
  }

  /** Every merge goes key range by key range. */
  @Nested
  final class InSmallMerges extends Contract {
    InSmallMerges() {
      super(8, Map.of("max-merge-size", 20 * MIB, "target-file-size", 4 * MIB, "max-runs", 8));
    }
  }

  /** Nearly as few runs as leveling. */
  @Nested
  final class WithLittleSpace extends Contract {
    WithLittleSpace() {
      super(
          3,
          Map.of(
              "min-merge-width",
              2,
              "max-runs",
              3,
              "space-amplification-percent",
              25,
              "max-merge-size",
              200 * MIB,
              "target-file-size",
              10 * MIB));
    }
  }

  /** One run, always. */
  @Nested
  final class WithOneRun extends Contract {
    WithOneRun() {
      super(1, Map.of("max-runs", 1, "max-merge-width", 2, "size-ratio", 0.0));
    }
  }

  /** Wide tiers, whatever space they take. */
  @Nested
  final class WithWideTiers extends Contract {
    WithWideTiers() {
      super(
          40,
          Map.of("min-merge-width", 10, "max-runs", 40, "space-amplification-percent", 100_000));
    }
  }
}

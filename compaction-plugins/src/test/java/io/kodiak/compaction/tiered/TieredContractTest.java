package io.kodiak.compaction.tiered;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.testkit.CompactionPolicyContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The policy keeps the contract, with its defaults and with other settings. */
final class TieredContractTest {
  private static final long MIB = 1L << 20;

  private abstract static class Contract extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new TieredProvider();
    }
  }

  /** As users get it. */
  @Nested
  final class WithDefaults extends Contract {
    @Override
    protected int mostRuns() {
      return 12;
    }
  }

  /** Every merge goes key range by key range. */
  @Nested
  final class InSmallMerges extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of("max-merge-size", 20 * MIB, "target-file-size", 4 * MIB, "max-runs", 8);
    }

    @Override
    protected int mostRuns() {
      return 8;
    }
  }

  /** Nearly as few runs as leveling. */
  @Nested
  final class WithLittleSpace extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of(
          "min-merge-width",
          2,
          "max-runs",
          3,
          "space-amplification-percent",
          25,
          "max-merge-size",
          200 * MIB,
          "target-file-size",
          10 * MIB);
    }

    @Override
    protected int mostRuns() {
      return 3;
    }
  }

  /** One run, always. */
  @Nested
  final class WithOneRun extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of("max-runs", 1, "max-merge-width", 2, "size-ratio", 0.0);
    }

    @Override
    protected int mostRuns() {
      return 1;
    }
  }

  /** Wide tiers, whatever space they take. */
  @Nested
  final class WithWideTiers extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of("min-merge-width", 10, "max-runs", 40, "space-amplification-percent", 100_000);
    }

    @Override
    protected int mostRuns() {
      return 40;
    }
  }
}

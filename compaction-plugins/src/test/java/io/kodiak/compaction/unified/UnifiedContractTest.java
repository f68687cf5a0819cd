package io.kodiak.compaction.unified;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.testkit.CompactionPolicyContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The policy keeps the contract, with its defaults and with other settings. */
final class UnifiedContractTest {
  private static final long MIB = 1L << 20;

  private abstract static class Contract extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new UnifiedProvider();
    }
  }

  /** As users get it. */
  @Nested
  final class WithDefaults extends Contract {
    @Override
    protected int mostRuns() {
      return 50;
    }
  }

  /** Leveling. */
  @Nested
  final class Leveled extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of("scaling", "L10");
    }

    @Override
    protected int mostRuns() {
      return 30;
    }
  }

  /** Leveling with small levels, small files and many shards. */
  @Nested
  final class LeveledInSmallFiles extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of(
          "scaling",
          "L3",
          "base-size",
          10 * MIB,
          "base-shards",
          3,
          "target-file-size",
          8 * MIB,
          "min-file-size",
          2 * MIB);
    }

    @Override
    protected int mostRuns() {
      return 30;
    }
  }

  /** Where leveling and tiering are the same. */
  @Nested
  final class InTheMiddle extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of("scaling", "N", "base-shards", 1, "min-file-size", 0);
    }

    @Override
    protected int mostRuns() {
      return 30;
    }
  }

  /** Another scaling on every level. */
  @Nested
  final class Mixed extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of("scaling", "T8, T4, N, L4, L10", "target-file-size", 16 * MIB);
    }
  }

  /** Lazy leveling. */
  @Nested
  final class Lazy extends Contract {
    @Override
    protected Map<String, ?> settings() {
      return Map.of("scaling", "T4 T4 L4", "target-file-size", 4 * MIB, "min-file-size", MIB);
    }
  }
}

package io.kodiak.compaction.unified;

import io.kodiak.compaction.SettingsContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The policy keeps the contract, with its defaults and with other settings. */
final class UnifiedContractTest {
  private static final long MIB = 1L << 20;

  private abstract static class Contract extends SettingsContract {
    Contract(int mostRuns, Map<String, ?> settings) {
      super(new UnifiedProvider(), mostRuns, settings);
    }
  }

  /** As users get it. */
  @Nested
  final class WithDefaults extends Contract {
    WithDefaults() {
      super(50, Map.of());
    }
  }

  /** Leveling. */
  @Nested
  final class Leveled extends Contract {
    Leveled() {
      super(30, Map.of("scaling", "L10"));
    }
  }

  /** Leveling with small levels, small files and many shards. */
  @Nested
  final class LeveledInSmallFiles extends Contract {
    LeveledInSmallFiles() {
      super(
          30,
          Map.of(
              "scaling",
              "L3",
              "base-size",
              10 * MIB,
              "base-shards",
              3,
              "target-file-size",
              8 * MIB,
              "min-file-size",
              2 * MIB));
    }
  }

  /** Where leveling and tiering are the same. */
  @Nested
  final class InTheMiddle extends Contract {
    InTheMiddle() {
      super(30, Map.of("scaling", "N", "base-shards", 1, "min-file-size", 0));
    }
  }

  /** Another scaling on every level. */
  @Nested
  final class Mixed extends Contract {
    Mixed() {
      super(100, Map.of("scaling", "T8, T4, N, L4, L10", "target-file-size", 16 * MIB));
    }
  }

  /** Lazy leveling. */
  @Nested
  final class Lazy extends Contract {
    Lazy() {
      super(100, Map.of("scaling", "T4 T4 L4", "target-file-size", 4 * MIB, "min-file-size", MIB));
    }
  }
}

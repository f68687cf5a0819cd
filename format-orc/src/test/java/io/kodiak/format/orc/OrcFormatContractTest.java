package io.kodiak.format.orc;

import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.testkit.SSTableFormatContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** What every format owes, with every compression and with stripes of every size. */
class OrcFormatContractTest {
  @Nested
  class WithoutCompression extends Contract {
    WithoutCompression() {
      super(Map.of("compression", "none", "last-level-compression", "none"));
    }
  }

  @Nested
  class Lz4 extends Contract {
    Lz4() {
      super(Map.of("compression", "lz4"));
    }
  }

  @Nested
  class Zstd extends Contract {
    Zstd() {
      super(Map.of("compression", "zstd", "zstd-level", 3));
    }
  }

  @Nested
  class Snappy extends Contract {
    Snappy() {
      super(Map.of("compression", "snappy", "last-level-compression", "snappy"));
    }
  }

  @Nested
  class SmallStripes extends Contract {
    SmallStripes() {
      super(Map.of("stripe-size", 64 << 10));
    }
  }

  /** The contract for one choice of settings. */
  abstract static class Contract extends SSTableFormatContract {
    private final Map<String, Object> settings;

    Contract(Map<String, Object> settings) {
      this.settings = settings;
    }

    @Override
    protected SSTableFormatProvider provider() {
      return new OrcFormatProvider();
    }

    @Override
    protected Map<String, ?> settings() {
      return settings;
    }

    @Override
    protected boolean carriesChecksums() {
      // ORC's files have none: the engine's stand before this format.
      return false;
    }
  }
}

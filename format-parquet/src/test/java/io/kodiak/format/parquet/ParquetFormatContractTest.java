package io.kodiak.format.parquet;

import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.testkit.SSTableFormatContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** What every format owes, with every compression and with row groups of every size. */
class ParquetFormatContractTest {
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
  class RowGroupsOfOneBlock extends Contract {
    RowGroupsOfOneBlock() {
      super(Map.of("compression", "none", "row-group-rows", 1));
    }
  }

  @Nested
  class SmallRowGroups extends Contract {
    SmallRowGroups() {
      super(Map.of("row-group-rows", 200, "row-group-size", 64 << 10));
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
      return new ParquetFormatProvider();
    }

    @Override
    protected Map<String, ?> settings() {
      return settings;
    }

    @Override
    protected boolean carriesChecksums() {
      // With the directory the engine's checksums stand before this format, and the pages' are not
      // compared again. Without it they are: see DamagedFileTest.
      return false;
    }
  }
}

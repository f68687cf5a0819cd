package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableOptionsTest {
  @Test
  void refusesBlocksThatNoFileCanHave() {
    refused(255, 16 << 10, "block size 255: not between 256 and");
    refused(16 << 10, Limits.MAX_BLOCK_BYTES + 1, "block size " + (Limits.MAX_BLOCK_BYTES + 1));
  }

  private static void refused(int blockBytes, int lastLevelBlockBytes, String message) {
    TableOptions.Builder builder =
        TableOptions.builder()
            .memtable("none", flushBytes -> null)
            .policy("none", tree -> List.of())
            .format(new NamedFormat("none", null))
            .blockBytes(blockBytes, lastLevelBlockBytes);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

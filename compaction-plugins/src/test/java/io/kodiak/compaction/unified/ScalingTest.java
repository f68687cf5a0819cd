package io.kodiak.compaction.unified;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.testkit.TestSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalingTest {
  @Test
  void isAFanFactorAndAThreshold() {
    assertThat(Scaling.list("T8, T4 N,L4 , L10"))
        .isEqualTo(
            List.of(
                new Scaling("T8", 8, 8),
                new Scaling("T4", 4, 4),
                new Scaling("N", 2, 2),
                new Scaling("L4", 4, 2),
                new Scaling("L10", 10, 2)));
  }

  @Test
  void theLastHoldsForAllLevelsBelow() {
    UnifiedOptions options =
        UnifiedOptions.from(TestSettings.of(Map.of("scaling", "T4, L10", "base-size", 1024)));
    assertThat(options.scaling(0).text()).isEqualTo("T4");
    assertThat(options.scaling(1).text()).isEqualTo("L10");
    assertThat(options.scaling(40).text()).isEqualTo("L10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"T1", "X4", "T", "L", "N2", "t4", "", "T4,,L4", "T4;L4", "T1001", "L99999"})
  void whatIsNoScalingIsRefusedWithTheFormThatIsMeant(String text) {
    assertThatThrownBy(() -> Scaling.list(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scaling = \"" + text + "\"")
        .hasMessageContaining("such as \"T8, T4, N, L4, L10\"");
  }
}

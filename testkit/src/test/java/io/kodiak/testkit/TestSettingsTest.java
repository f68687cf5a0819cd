package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestSettingsTest {
  @Test
  void returnsValuesWithinTheirBounds() {
    TestSettings settings =
        TestSettings.of(
            Map.of(
                "size",
                5,
                "ratio",
                0.5,
                "word",
                "two",
                "wait",
                Duration.ofMillis(3),
                "nested",
                Map.of("on", true)));
    assertThat(settings.bytes("size", 1, 1, 10)).isEqualTo(5);
    assertThat(settings.decimal("ratio", 0, 0, 1)).isEqualTo(0.5);
    assertThat(settings.choice("word", "one", List.of("one", "two"))).isEqualTo("two");
    assertThat(settings.duration("wait", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
        .isEqualTo(Duration.ofMillis(3));
    assertThat(settings.section("nested").flag("on", false)).isTrue();
    assertThat(settings.text("absent", "default")).isEqualTo("default");
    settings.verify();
    assertThat(settings.knownKeys())
        .containsExactly("absent", "nested.on", "ratio", "size", "wait", "word");
  }

  @Test
  void takesSizesAsTexts() {
    TestSettings settings = TestSettings.of(Map.of("a", "64 KiB", "b", "3MiB", "c", "12 parsecs"));
    assertThat(settings.bytes("a", 1, 0, 1 << 30)).isEqualTo(64 << 10);
    assertThat(settings.bytes("b", 1, 0, 1 << 30)).isEqualTo(3 << 20);
    assertThat(settings.bytes("c", 1, 0, 1 << 30)).isEqualTo(1);
    assertThat(settings.problems())
        .containsExactly("c = 12 parsecs: expected a whole number from 0 to 1073741824");
  }

  @Test
  void notesWrongValuesAndReturnsTheDefault() {
    TestSettings settings = TestSettings.of(Map.of("a", 11, "b", "x", "c", "three", "d", 1.5));
    assertThat(settings.number("a", 3, 1, 10)).isEqualTo(3);
    assertThat(settings.number("b", 4, 1, 10)).isEqualTo(4);
    assertThat(settings.choice("c", "one", List.of("one", "two"))).isEqualTo("one");
    assertThat(settings.number("d", 5, 1, 10)).isEqualTo(5);
    assertThat(settings.problems()).hasSize(4);
    assertThat(settings.problems().get(0))
        .isEqualTo("a = 11: expected a whole number from 1 to 10");
    assertThatThrownBy(settings::verify).isInstanceOf(AssertionError.class);
  }

  @Test
  void namesWhatNobodyAskedFor() {
    TestSettings settings =
        TestSettings.of(Map.of("known", 1, "typo", 2, "nested", Map.of("tpyo", 3)));
    settings.number("known", 0, 0, 9);
    settings.section("nested").number("typo", 0, 0, 9);
    assertThat(settings.unknownKeys()).containsExactly("nested.tpyo", "typo");
    assertThatThrownBy(settings::verify).hasMessageContaining("typo: no such setting");
  }

  @Test
  void refusesFaultsOfThePlugin() {
    Settings settings = TestSettings.empty();
    assertThatThrownBy(() -> settings.number("n", 11, 1, 10)).hasMessageContaining("own bounds");
    assertThatThrownBy(() -> settings.flag("camelCase", true)).hasMessageContaining("hyphens");
    settings.flag("twice", true);
    assertThatThrownBy(() -> settings.text("twice", ""))
        .hasMessageContaining("as flag and as text");
    assertThatThrownBy(() -> settings.section("twice")).hasMessageContaining("as a section");
  }
}

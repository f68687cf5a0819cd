package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void sizesHaveAUnitThatSuitsThem() {
    assertThat(Figures.bytes(0)).isEqualTo("0 B");
    assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
    assertThat(Figures.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Figures.bytes(200L << 20)).isEqualTo("200 MiB");
    assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }

  @Test
  void timesHaveAUnitThatSuitsThem() {
    assertThat(Figures.time(900)).isEqualTo("0.9 µs");
    assertThat(Figures.time(1_500_000)).isEqualTo("1.5 ms");
    assertThat(Figures.time(15_400_000)).isEqualTo("15 ms");
    assertThat(Figures.time(1_250_000_000)).isEqualTo("1.3 s");
  }

  @Test
  void ratesHaveThreeDigits() {
    assertThat(Figures.rate(171_075, 1_000_000_000)).isEqualTo("171,000/s");
    assertThat(Figures.rate(5, 10_000_000_000L)).isEqualTo("1/s");
    assertThat(Figures.rate(0, 0)).isEqualTo("0/s");
  }

  @Test
  void countsAgreeWithTheirNouns() {
    assertThat(Figures.count(1, "row")).isEqualTo("1 row");
    assertThat(Figures.count(1_234, "row")).isEqualTo("1,234 rows");
    assertThat(Figures.count(0, "entry", "entries")).isEqualTo("0 entries");
  }
}

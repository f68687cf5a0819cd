package io.kodiak.compaction.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.testkit.TestRun;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SizeTextTest {
  @Test
  void hasOneDigitBehindThePoint() {
    assertThat(SizeText.of(0)).isEqualTo("0 B");
    assertThat(SizeText.of(1023)).isEqualTo("1023 B");
    assertThat(SizeText.of(1024)).isEqualTo("1.0 KiB");
    assertThat(SizeText.of(1024 + 256)).as("half is rounded up").isEqualTo("1.3 KiB");
    assertThat(SizeText.of((1 << 20) - 1)).isEqualTo("1024.0 KiB");
    assertThat(SizeText.of(64 << 20)).isEqualTo("64.0 MiB");
    assertThat(SizeText.of(3L << 50)).isEqualTo("3.0 PiB");
    assertThat(SizeText.of(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }

  @Test
  void isRoundedAsTheFormatterDoes() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("isRoundedAsTheFormatterDoes"));
    for (int round = 0; round < TestRun.scaled(2_000); round++) {
      int unit = random.nextInt(1, 5);
      long bytes = random.nextLong(1L << (10 * unit), 1L << (10 * unit + 10));
      double amount = bytes / (double) (1L << (10 * unit));
      assertThat(SizeText.of(bytes))
          .startsWith(String.format(Locale.ROOT, "%.1f ", amount))
          .endsWith(new String[] {" KiB", " MiB", " GiB", " TiB"}[unit - 1]);
    }
  }
}

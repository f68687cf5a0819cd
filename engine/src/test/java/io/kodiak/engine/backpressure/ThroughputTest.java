package io.kodiak.engine.backpressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThroughputTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = -5;
  private final Throughput throughput = new Throughput(1000, () -> now);

  private void piece(double seconds, double bytes) {
    now += (long) (seconds * SECOND);
    throughput.done(bytes);
  }

  @Test
  void comesToWhatIsMeasured() {
    assertThat(throughput.bytesPerSecond()).isEqualTo(1000);
    throughput.begin();
    for (int i = 0; i < 30; i++) {
      piece(2, 600);
    }
    assertThat(throughput.bytesPerSecond()).isCloseTo(300, within(5.0));
    for (int i = 0; i < 30; i++) {
      piece(0.5, 600);
    }
    assertThat(throughput.bytesPerSecond()).isCloseTo(1200, within(5.0));
  }

  @Test
  void timeWithoutWorkDoesNotCount() {
    throughput.begin();
    for (int i = 0; i < 30; i++) {
      piece(1, 500);
      throughput.rest();
      now += 3600 * SECOND;
      throughput.begin();
    }
    assertThat(throughput.bytesPerSecond()).isCloseTo(500, within(5.0));
  }

  @Test
  void fallsWhileAPieceTakesLongerThanUsual() {
    throughput.begin();
    for (int i = 0; i < 30; i++) {
      piece(1, 500);
    }
    double before = throughput.bytesPerSecond();
    now += SECOND;
    assertThat(throughput.bytesPerSecond()).isCloseTo(before, within(5.0));
    for (int i = 0; i < 20; i++) {
      now += 5 * SECOND;
      assertThat(throughput.bytesPerSecond()).isBetween(before / 3, before);
      before = throughput.bytesPerSecond();
    }
    assertThat(before).isLessThan(50);
  }
}

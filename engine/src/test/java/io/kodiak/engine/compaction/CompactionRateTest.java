package io.kodiak.engine.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CompactionRateTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = -3;

  @Test
  void whatIsTakenIsPaidOffAtTheRate() {
    CompactionRate rate = new CompactionRate(1_000_000, () -> now);
    long start = now;
    for (int i = 0; i < 5000; i++) {
      now += rate.take(1000);
    }
    // The first tenth of a second was there from the beginning.
    assertThat((double) (now - start) / SECOND).isCloseTo(4.9, within(0.01));
  }

  @Test
  void whatIsNotUsedIsKeptForATenthOfASecondOnly() {
    CompactionRate rate = new CompactionRate(1_000_000, () -> now);
    now += 60 * SECOND;
    assertThat(rate.take(100_000)).isZero();
    assertThat(rate.take(1_000_000)).isCloseTo(SECOND, within(1000L));
  }

  @Test
  void severalTakersWaitForOneAnother() {
    CompactionRate rate = new CompactionRate(1_000_000, () -> now);
    rate.take(100_000);
    assertThat(rate.take(500_000)).isCloseTo(SECOND / 2, within(1000L));
    assertThat(rate.take(500_000)).isCloseTo(SECOND, within(1000L));
  }

  @Test
  void withoutALimitNobodyWaits() {
    new CompactionRate(0).pace(Long.MAX_VALUE, () -> false);
  }

  @Test
  void cancellingEndsAWait() throws InterruptedException {
    CompactionRate rate = new CompactionRate(1);
    AtomicBoolean cancelled = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    Thread taker =
        new Thread(
            () ->
                rate.pace(
                    Long.MAX_VALUE / 4,
                    () -> {
                      waiting.countDown();
                      return cancelled.get();
                    }));
    taker.start();
    waiting.await();
    cancelled.set(true);
    rate.wake();
    taker.join();
  }
}

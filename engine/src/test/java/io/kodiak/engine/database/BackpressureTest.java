package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.engine.backpressure.Pressure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackpressureTest {
  private static final long OVERSLEPT_NANOS = 55_000;

  private final Backpressure backpressure = new Backpressure();
  private final Health health = new Health();

  /** A clock on which nothing but sleep takes time, and sleep takes longer than asked for. */
  private long now = 7_000;

  private final List<Long> sleeps = new ArrayList<>();
  private final Backpressure timed =
      new Backpressure(
          () -> now,
          nanos -> {
            sleeps.add(nanos);
            now += nanos + OVERSLEPT_NANOS;
          });

  @Test
  void letsWritersThroughWithoutPressure() {
    timed.await(1 << 30, health);
    assertThat(timed.stalledMillis()).isZero();
    assertThat(sleeps).isEmpty();
  }

  @Test
  void letsWritersGoOnAtTheRateAndSleepsOnlyShortly() {
    timed.update(new Pressure(false, 10_000_000));
    long start = now;
    for (int i = 0; i < 200_000; i++) {
      timed.await(100, health);
    }
    assertThat((now - start) / 1e9).isCloseTo(2, within(0.01));
    assertThat(sleeps).allSatisfy(nanos -> assertThat(nanos).isLessThanOrEqualTo(1_000_000));
    assertThat(timed.stalledMillis()).isBetween(1990L, 2010L);
  }

  @Test
  void sleepsSeveralTimesForALargeBatch() {
    timed.update(new Pressure(false, 10_000_000));
    long start = now;
    timed.await(1_000_000, health);
    assertThat((now - start) / 1e9).isCloseTo(0.1, within(0.002));
    assertThat(sleeps).hasSizeGreaterThan(90);
    assertThat(sleeps).allSatisfy(nanos -> assertThat(nanos).isLessThanOrEqualTo(1_000_000));
  }

  @Test
  void doesNotHoldBackWritersWhoAreSlowerThanTheRate() {
    timed.update(new Pressure(false, 10_000_000));
    for (int i = 0; i < 1000; i++) {
      now += 100_000;
      timed.await(900, health);
    }
    assertThat(sleeps).isEmpty();
  }

  @Test
  void whatWritersLeftUnusedIsNoCreditForABurst() {
    timed.update(new Pressure(false, 10_000_000));
    now += 60_000_000_000L;
    long start = now;
    for (int i = 0; i < 10_000; i++) {
      timed.await(100, health);
    }
    assertThat((now - start) / 1e9).isCloseTo(0.1, within(0.002));
  }

  @Test
  void aLargeBatchGoesOnWhenThePressureIsGone() {
    int[] left = {5};
    Backpressure[] relieved = new Backpressure[1];
    relieved[0] =
        new Backpressure(
            () -> now,
            nanos -> {
              now += nanos;
              left[0]--;
              if (left[0] == 0) {
                relieved[0].update(Pressure.NONE);
              }
            });
    relieved[0].update(new Pressure(false, 1000));
    relieved[0].await(1 << 30, health);
    assertThat(left[0]).isZero();
  }

  @Test
  void looksAtThePressureAgainWhileWritersWrite() {
    AtomicInteger samples = new AtomicInteger();
    timed.onSample(samples::incrementAndGet);
    for (int i = 0; i < 64; i++) {
      timed.await(64 << 10, health);
    }
    assertThat(samples).hasValue(16);
  }

  @Test
  void stopsWritersUntilThereIsRoom() throws Exception {
    backpressure.update(Pressure.STOP);
    CountDownLatch through = new CountDownLatch(1);
    Thread writer = new Thread(() -> waitAndTell(through));
    writer.start();
    awaitWaiting(writer);
    assertThat(through.getCount()).isOne();
    backpressure.update(Pressure.NONE);
    through.await();
    writer.join();
  }

  @Test
  void letsWritersSeeThatTheDatabaseFailed() throws Exception {
    backpressure.update(Pressure.STOP);
    CountDownLatch through = new CountDownLatch(1);
    Thread writer = new Thread(() -> waitAndTell(through));
    writer.start();
    awaitWaiting(writer);
    health.latch(DatabaseState.READ_ONLY, "test", null);
    backpressure.wake();
    through.await();
    writer.join();
  }

  @Test
  void keepsAnInterruptForTheCaller() throws Exception {
    backpressure.update(Pressure.STOP);
    boolean[] interrupted = new boolean[1];
    Thread writer =
        new Thread(
            () -> {
              backpressure.await(1, health);
              interrupted[0] = Thread.currentThread().isInterrupted();
            });
    writer.start();
    writer.interrupt();
    awaitWaiting(writer);
    backpressure.update(Pressure.NONE);
    writer.join();
    assertThat(interrupted[0]).isTrue();
  }

  private void waitAndTell(CountDownLatch through) {
    backpressure.await(1, health);
    through.countDown();
  }

  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }
}

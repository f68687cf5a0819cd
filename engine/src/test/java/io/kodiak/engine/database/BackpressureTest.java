package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackpressureTest {
  private final Backpressure backpressure = new Backpressure();
  private final Health health = new Health();

  @Test
  void letsWritersThroughWithoutPressure() {
    backpressure.await(1 << 30, health);
    assertThat(backpressure.stalledMillis()).isZero();
  }

  @Test
  void slowsDownMoreUnderMorePressure() {
    long some = nanos(0.1);
    long much = nanos(0.9);
    assertThat(much).isGreaterThan(2 * some);
  }

  private long nanos(double pressure) {
    backpressure.update(pressure);
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      backpressure.await(16 << 10, health);
    }
    return System.nanoTime() - start;
  }

  @Test
  void stopsWritersUntilThereIsRoom() throws Exception {
    backpressure.update(Backpressure.STOP);
    CountDownLatch through = new CountDownLatch(1);
    Thread writer = new Thread(() -> waitAndTell(through));
    writer.start();
    awaitWaiting(writer);
    assertThat(through.getCount()).isOne();
    backpressure.update(0);
    through.await();
    writer.join();
  }

  @Test
  void letsWritersSeeThatTheDatabaseFailed() throws Exception {
    backpressure.update(Backpressure.STOP);
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
    backpressure.update(Backpressure.STOP);
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
    backpressure.update(0);
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

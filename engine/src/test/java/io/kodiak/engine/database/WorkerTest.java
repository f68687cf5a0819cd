package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private final Health health = new Health();

  @Test
  void worksUntilNothingIsLeftAndAgainWhenSignalled() throws Exception {
    AtomicInteger left = new AtomicInteger(5);
    Worker worker =
        new Worker("test", () -> left.getAndUpdate(n -> Math.max(0, n - 1)) > 0, health, () -> {});
    worker.start();
    awaitIdle(worker);
    assertThat(left).hasValue(0);
    left.set(3);
    worker.signal();
    awaitIdle(worker);
    assertThat(left).hasValue(0);
    worker.stop();
    worker.join();
  }

  @Test
  void stallsAfterSomeFailuresAndRecoversByItself() throws Exception {
    AtomicInteger failuresLeft = new AtomicInteger(4);
    CountDownLatch stalled = new CountDownLatch(1);
    Worker worker =
        new Worker(
            "test",
            () -> {
              if (failuresLeft.getAndDecrement() > 0) {
                throw new IOException("no space left");
              }
              return false;
            },
            health,
            () -> {
              if (health.state() == DatabaseState.STALLED) {
                stalled.countDown();
              }
            });
    worker.start();
    stalled.await();
    awaitIdle(worker);
    assertThat(health.state()).isEqualTo(DatabaseState.HEALTHY);
    worker.stop();
    worker.join();
  }

  @Test
  void latchesForGoodWhenDataIsDamaged() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    Worker worker =
        new Worker(
            "test",
            () -> {
              throw new CorruptionException("000001.parquet", 4096, "checksum");
            },
            health,
            told::countDown);
    worker.start();
    told.await();
    assertThat(health.state()).isEqualTo(DatabaseState.READ_ONLY);
    worker.stop();
    worker.join();
  }

  @Test
  void latchesFailedOnAnError() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    Worker worker =
        new Worker(
            "test",
            () -> {
              throw new StackOverflowError("planted");
            },
            health,
            told::countDown);
    worker.start();
    told.await();
    assertThat(health.state()).isEqualTo(DatabaseState.FAILED);
    worker.stop();
    worker.join();
  }

  private static void awaitIdle(Worker worker) throws InterruptedException {
    while (worker.isBusy()) {
      Thread.sleep(1);
    }
  }
}

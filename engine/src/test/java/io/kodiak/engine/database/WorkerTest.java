package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private final Health health = new Health();

  @Test
  void worksUntilNothingIsLeftAndAgainWhenSignalled() throws Exception {
    AtomicInteger left = new AtomicInteger(5);
    Worker.Task task =
        () ->
            left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                ? Worker.Outcome.DONE
                : Worker.Outcome.IDLE;
    Worker worker = new Worker("test", task, health, () -> {});
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
  void looksForWorkWithoutASignalWhereThatIsWanted() throws Exception {
    CountDownLatch looks = new CountDownLatch(5);
    Worker worker =
        new Worker(
            "test",
            () -> {
              looks.countDown();
              return Worker.Outcome.IDLE;
            },
            health,
            () -> {});
    worker.lookEvery(Duration.ofMillis(1));
    worker.start();
    looks.await();
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
              return Worker.Outcome.IDLE;
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
  void whatDoesNotTellWhetherTheWorkSucceedsEndsNoStall() throws Exception {
    List<Worker.Outcome> outcomes =
        List.of(
            Worker.Outcome.PART,
            Worker.Outcome.PART,
            Worker.Outcome.WAITING,
            Worker.Outcome.WAITING,
            Worker.Outcome.DONE,
            Worker.Outcome.IDLE);
    List<DatabaseState> before = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1);
    Worker worker =
        new Worker(
            "test",
            () -> {
              int attempt = attempts.incrementAndGet();
              if (attempt <= 3) {
                throw new IOException("no space left");
              }
              before.add(health.state());
              Worker.Outcome outcome = outcomes.get(attempt - 4);
              if (outcome == Worker.Outcome.IDLE) {
                end.countDown();
              }
              return outcome;
            },
            health,
            () -> {});
    worker.start();
    end.await();
    assertThat(before.subList(0, 5)).containsOnly(DatabaseState.STALLED);
    assertThat(before.get(5)).isEqualTo(DatabaseState.HEALTHY);
    worker.stop();
    worker.join();
  }

  @Test
  void whatAWorkerBesideItGetsDoneEndsTheStall() throws Exception {
    AtomicBoolean stall = new AtomicBoolean();
    CountDownLatch stalled = new CountDownLatch(3);
    Worker failing =
        new Worker(
            "failing",
            () -> {
              throw new IOException("no space left");
            },
            health,
            stalled::countDown,
            stall);
    failing.start();
    stalled.await();
    failing.stop();
    failing.join();
    assertThat(health.state()).isEqualTo(DatabaseState.STALLED);
    CountDownLatch recovered = new CountDownLatch(1);
    List<Worker.Outcome> outcomes = new ArrayList<>(List.of(Worker.Outcome.DONE));
    Worker other =
        new Worker(
            "other",
            () -> outcomes.isEmpty() ? Worker.Outcome.IDLE : outcomes.remove(0),
            health,
            recovered::countDown,
            stall);
    other.start();
    recovered.await();
    assertThat(health.state()).isEqualTo(DatabaseState.HEALTHY);
    other.stop();
    other.join();
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

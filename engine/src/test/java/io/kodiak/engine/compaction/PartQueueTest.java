package io.kodiak.engine.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartQueueTest {
  @Test
  void yieldsTheResultsInTheOrderOfTheParts() throws IOException {
    PartQueue<Integer> queue = new PartQueue<>(3, part -> 10 * part);
    assertThat(queue.hasMore()).isTrue();
    while (queue.runNext()) {
      assertThat(queue.hasFailed()).isFalse();
    }
    assertThat(queue.hasMore()).isFalse();
    assertThat(queue.await()).containsExactly(0, 10, 20);
  }

  @Test
  void handsOutNothingMoreBehindAFailure() {
    PartQueue<Integer> queue =
        new PartQueue<>(
            3,
            part -> {
              if (part == 1) {
                throw new IOException("part 1");
              }
              return part;
            });
    assertThat(queue.runNext()).isTrue();
    assertThat(queue.runNext()).isTrue();
    assertThat(queue.hasFailed()).isTrue();
    assertThat(queue.runNext()).isFalse();
    assertThatThrownBy(queue::await).isInstanceOf(IOException.class).hasMessage("part 1");
    assertThat(queue.giveUp()).containsExactly(0);
  }

  @Test
  void waitsForThePartsOfOtherThreadsAndTellsTheFirstFailure() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    PartQueue<Integer> queue =
        new PartQueue<>(
            2,
            part -> {
              if (part == 0) {
                begun.countDown();
                await(failed);
                throw new CancellationException("because of the other");
              }
              throw new IllegalStateException("part 1");
            });
    Thread helper = new Thread(queue::runNext);
    helper.start();
    begun.await();
    assertThat(queue.runNext()).isTrue();
    failed.countDown();
    assertThatThrownBy(queue::await)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("part 1")
        .hasNoSuppressedExceptions();
    helper.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.kodiak.engine.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one piece of work, handed out in order to whichever threads come. The first failure
 * of a part ends all: no further one is handed out, and those under way can ask for it.
 *
 * <p>Safe for use by several threads.
 *
 * @param <T> what a part yields
 */
final class PartQueue<T> {
  /** Does a part. */
  @FunctionalInterface
  interface Work<T> {
    /** Does part number {@code part}, counted from 0. */
    T run(int part) throws IOException;
  }

  private final int count;
  private final Work<T> work;
  private final List<@Nullable T> results = new ArrayList<>();
  private int begun;
  private int running;
  private volatile @Nullable Throwable failure;

  PartQueue(int count, Work<T> work) {
    this.count = count;
    this.work = work;
    for (int i = 0; i < count; i++) {
      results.add(null);
    }
  }

  /** Whether a part is left to be begun. */
  synchronized boolean hasMore() {
    return failure == null && begun < count;
  }

  /** Whether some part failed, so that the others are of no use. */
  boolean hasFailed() {
    return failure != null;
  }

  /**
   * Does the next part in the calling thread. How it ended, {@link #await} tells.
   *
   * @return whether there was one
   */
  boolean runNext() {
    int part = take();
    if (part < 0) {
      return false;
    }
    T result = null;
    Throwable thrown = null;
    try {
      result = work.run(part);
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    } finally {
      ended(part, result, thrown);
    }
    return true;
  }

  private synchronized int take() {
    if (!hasMore()) {
      return -1;
    }
    running++;
    return begun++;
  }

  private synchronized void ended(int part, @Nullable T result, @Nullable Throwable thrown) {
    results.set(part, result);
    running--;
    Throwable first = failure;
    if (first == null) {
      failure = thrown;
    } else if (thrown != null && thrown != first && !(thrown instanceof CancellationException)) {
      first.addSuppressed(thrown);
    }
    notifyAll();
  }

  /**
   * Waits, after {@link #runNext} found nothing more, for the parts that other threads do. An
   * interrupt is kept for later.
   *
   * @return what the parts yielded, in their order
   * @throws IOException the first failure, as are unchecked exceptions and errors
   */
  synchronized List<T> await() throws IOException {
    awaitRunning();
    Throwable thrown = failure;
    if (thrown instanceof IOException checked) {
      throw checked;
    } else if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (thrown instanceof Error error) {
      throw error;
    }
    return finished();
  }

  private synchronized void awaitRunning() {
    boolean interrupted = false;
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Hands out no further part and waits for those under way.
   *
   * @return what the parts yielded that came to their end, in their order
   */
  synchronized List<T> giveUp() {
    begun = count;
    awaitRunning();
    return finished();
  }

  private synchronized List<T> finished() {
    List<T> all = new ArrayList<>();
    for (T result : results) {
      if (result != null) {
        all.add(result);
      }
    }
    return all;
  }
}

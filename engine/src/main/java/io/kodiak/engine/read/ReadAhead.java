package io.kodiak.engine.read;

import java.io.Closeable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads that decode blocks before long scans ask for them, so that decoding and merging share two
 * processors.
 *
 * <p>Nothing depends on these threads: a scan that reaches a block before they do decodes it
 * itself. They end when they have had nothing to do for a while. Safe for use by several threads.
 */
public final class ReadAhead implements Closeable {
  /** Reads nothing ahead. */
  public static final ReadAhead NONE = new ReadAhead(0);

  private static final int MOST_THREADS = 4;
  private static final int QUEUE = 64;
  private static final int IDLE_SECONDS = 10;

  private final @Nullable ThreadPoolExecutor pool;

  /**
   * Makes the threads' pool; threads start when they are needed.
   *
   * @param threads the most threads; 0: read nothing ahead
   */
  public ReadAhead(int threads) {
    pool = threads == 0 ? null : pool(threads);
  }

  /** As many threads as suit this machine: the scans themselves need processors too. */
  public static ReadAhead forProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new ReadAhead(Math.min(MOST_THREADS, processors - 1));
  }

  private static ThreadPoolExecutor pool(int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "kodiak-read-ahead-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Whether it is worth while to hand anything over. */
  boolean isEnabled() {
    return pool != null;
  }

  /** Hands a batch over, unless the threads have more than enough to do. */
  void submit(Runnable batch) {
    ThreadPoolExecutor executor = pool;
    if (executor != null) {
      try {
        executor.execute(batch);
      } catch (RejectedExecutionException busy) {
        // The scan will do it itself.
      }
    }
  }

  /** Takes no more; batches under way are completed. */
  @Override
  public void close() {
    ThreadPoolExecutor executor = pool;
    if (executor != null) {
      executor.shutdown();
    }
  }
}

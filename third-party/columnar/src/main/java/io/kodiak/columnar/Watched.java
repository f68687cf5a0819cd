package io.kodiak.columnar;

import io.kodiak.api.CorruptionException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls into a library on a thread of its own, and gives up on one that does not come back: at
 * the end of a damaged stream, ORC's decoder of integers counts down from zero until the number
 * overflows, for minutes, and nothing can interrupt it. What counts is the processor time of the
 * thread, so that a slow disk or a busy machine is no damage.
 */
final class Watched implements Closeable {
  private static final long LOOK_MILLIS = 100;

  private final String file;
  private final long limitNanos;
  private final ExecutorService executor;
  private volatile @Nullable Thread worker;

  /**
   * For calls that read a file.
   *
   * @param limitNanos the most processor time that one call takes
   */
  Watched(String file, long limitNanos) {
    this.file = file;
    this.limitNanos = limitNanos;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "kodiak-columnar");
              thread.setDaemon(true);
              worker = thread;
              return thread;
            });
  }

  /** Calls, and returns or throws what the call does. */
  <T> T call(Callable<T> call) throws IOException {
    Future<T> result = executor.submit(call);
    long before = processorNanos();
    while (true) {
      try {
        return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (processorNanos() - before > limitNanos) {
          throw new CorruptionException(
              file, -1, "it is damaged: decoding its values comes to no end", e);
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(file + ": reading was interrupted", e);
      }
    }
  }

  private static IOException failure(Throwable cause) throws IOException {
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    return new IOException(cause);
  }

  private long processorNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Thread thread = worker;
    return thread == null || !threads.isThreadCpuTimeSupported()
        ? 0
        : Math.max(0, threads.getThreadCpuTime(thread.getId()));
  }

  /** Leaves a thread that does not come back to itself. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}

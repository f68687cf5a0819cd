package io.kodiak.engine.wal;

import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what the log prepares ahead: on an executor that was given, or on a daemon thread of its own
 * that is there only while it is needed.
 */
final class Background implements Executor, Closeable {
  private final Executor executor;
  private final @Nullable ThreadPoolExecutor own;

  Background(@Nullable Executor given) {
    if (given != null) {
      executor = given;
      own = null;
      return;
    }
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread daemon = new Thread(task, "kodiak-wal-prepare");
              daemon.setDaemon(true);
              return daemon;
            });
    thread.allowCoreThreadTimeOut(true);
    executor = thread;
    own = thread;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Takes no more tasks; those that were taken are run. */
  @Override
  public void close() {
    if (own != null) {
      own.shutdown();
    }
  }
}

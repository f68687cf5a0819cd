package io.kodiak.engine.database;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forces the log once every interval, when something was written since, on a daemon thread. */
final class LogForcer {
  private static final Logger LOG = LoggerFactory.getLogger(LogForcer.class);

  private final LongSupplier written;
  private final Runnable force;
  private final long intervalMillis;
  private final Thread thread;
  private boolean stopped;

  /**
   * @param written the sequence of the last write
   * @param force forces the log; latches the database itself when that fails
   */
  LogForcer(Duration interval, LongSupplier written, Runnable force) {
    this.written = written;
    this.force = force;
    this.intervalMillis = Math.max(1, interval.toMillis());
    this.thread = new Thread(this::run, "kodiak-wal-sync");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    long forced = written.getAsLong();
    while (awaitInterval()) {
      long now = written.getAsLong();
      if (now == forced) {
        continue;
      }
      try {
        force.run();
        forced = now;
      } catch (KodiakException e) {
        // The failure is latched: writers are told, and forcing again would prove nothing.
        return;
      }
    }
  }

  private synchronized boolean awaitInterval() {
    long end = System.nanoTime() + intervalMillis * 1_000_000;
    while (!stopped) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return true;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        LOG.debug("{} was interrupted; only its flag ends it", thread.getName());
      }
    }
    return false;
  }

  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

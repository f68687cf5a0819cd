package io.kodiak.engine.database;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds writers back when flush or compaction falls behind: first they slow down in proportion,
 * then they wait until the backlog shrinks.
 *
 * <p>Each table reports its pressure, from 0 (none) through 1 (slowest) to {@link #STOP}; the worst
 * one counts for all, since a batch may write to any table.
 */
final class Backpressure {
  /** The pressure at which writers wait. */
  static final double STOP = 2;

  /** The rate at which writes go on under the least pressure, in bytes per second. */
  private static final double FULL_RATE = 64 << 20;

  private static final double LEAST_RATE = 1 << 20;
  private static final long SHORTEST_SLEEP_NANOS = 1_000_000;

  private final AtomicLong stalledNanos = new AtomicLong();
  private volatile double pressure;
  private long debtNanos;

  /** Sets the worst pressure of all tables and wakes the writers that wait. */
  synchronized void update(double worst) {
    pressure = worst;
    notifyAll();
  }

  /** Wakes the writers that wait, so that they look at the health of the database again. */
  synchronized void wake() {
    notifyAll();
  }

  long stalledMillis() {
    return TimeUnit.NANOSECONDS.toMillis(stalledNanos.get());
  }

  /**
   * Holds the calling writer back for as long as need be. Called by one writer at a time.
   *
   * @param bytes how much it is about to write
   */
  void await(long bytes, Health health) {
    double now = pressure;
    if (now <= 0) {
      debtNanos = 0;
      return;
    }
    long start = System.nanoTime();
    if (now >= STOP) {
      awaitRoom(health);
    } else {
      slowDown(bytes, now);
    }
    stalledNanos.addAndGet(System.nanoTime() - start);
  }

  private synchronized void awaitRoom(Health health) {
    boolean interrupted = false;
    while (pressure >= STOP && health.state() == DatabaseState.HEALTHY) {
      try {
        wait();
      } catch (InterruptedException e) {
        // The write is already queued, perhaps with those of other threads: finish it, tell later.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void slowDown(long bytes, double now) {
    double rate = Math.max(LEAST_RATE, FULL_RATE * (1 - Math.min(now, 1)));
    debtNanos += (long) (bytes / rate * 1e9);
    if (debtNanos >= SHORTEST_SLEEP_NANOS) {
      long start = System.nanoTime();
      LockSupport.parkNanos(this, debtNanos);
      debtNanos = Math.max(0, debtNanos - (System.nanoTime() - start));
    }
  }
}

package io.kodiak.engine.database;

import io.kodiak.engine.backpressure.Pressure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Holds writers back when flush or compaction falls behind: first they slow down, to a rate that
 * falls smoothly as the backlog grows, then they wait until it shrinks.
 *
 * <p>The worst {@link Pressure} of all tables counts for all, since a batch may write to any.
 * Writers who are slower than the rate never notice it; others sleep short and often rather than
 * long, and look again after each sleep.
 */
final class Backpressure {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Less than this stays owed. So writers who are somewhat too fast wait for some milliseconds once
   * in a thousand writes or so, and not for a fraction of one with every tenth: the throughput is
   * the same, far fewer writes are slow, and a sleep takes some 50 microseconds longer than asked
   * for whatever its length.
   */
  private static final long SHORTEST_PAUSE_NANOS = 2_000_000;

  /** In a pause the pressure is looked at again after each sleep. */
  private static final long LONGEST_SLEEP_NANOS = 1_000_000;

  private static final long SHORTEST_SLEEP_NANOS = 100_000;

  /** What a writer may have unused, or overslept, and then be faster by. */
  private static final long CREDIT_NANOS = 1_000_000;

  /** The pressure is looked at again after so many bytes: memtables fill while nothing happens. */
  private static final long SAMPLE_BYTES = 256 << 10;

  private final LongSupplier nanoTime;
  private final LongConsumer sleep;
  private final AtomicLong stalledNanos = new AtomicLong();
  private volatile Runnable sample = () -> {};
  private volatile Pressure pressure = Pressure.NONE;
  private long unsampled;
  private double owed;
  private long paidAt;

  Backpressure() {
    this(System::nanoTime, LockSupport::parkNanos);
  }

  Backpressure(LongSupplier nanoTime, LongConsumer sleep) {
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    this.paidAt = nanoTime.getAsLong();
  }

  /** Sets what updates the pressure when a writer wants it to be looked at. */
  void onSample(Runnable update) {
    sample = update;
  }

  /** Sets the worst pressure of all tables and wakes the writers that wait. */
  synchronized void update(Pressure worst) {
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
    unsampled += bytes;
    if (unsampled >= SAMPLE_BYTES) {
      unsampled = 0;
      sample.run();
    }
    if (pressure.isNone()) {
      owed = 0;
      return;
    }
    boolean interrupted = Thread.interrupted();
    if (pressure.stop()) {
      interrupted |= awaitRoom(health);
    }
    interrupted |= slowDown(bytes, health);
    if (interrupted) {
      // The write is already queued, perhaps with those of other threads: finish it, tell later.
      Thread.currentThread().interrupt();
    }
  }

  /** Waits; whether it was interrupted meanwhile. */
  private synchronized boolean awaitRoom(Health health) {
    boolean interrupted = false;
    long start = nanoTime.getAsLong();
    while (pressure.stop() && health.state() == DatabaseState.HEALTHY) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    stalledNanos.addAndGet(nanoTime.getAsLong() - start);
    return interrupted;
  }

  /** Sleeps until the bytes are within the rate; whether it was interrupted meanwhile. */
  private boolean slowDown(long bytes, Health health) {
    boolean interrupted = false;
    long start = nanoTime.getAsLong();
    long now = start;
    owed += bytes;
    Pressure current = pressure;
    long least = SHORTEST_PAUSE_NANOS;
    while (!current.isNone() && !current.stop() && health.state() == DatabaseState.HEALTHY) {
      double bytesPerNano = current.bytesPerSecond() / NANOS_PER_SECOND;
      owed = Math.max(-CREDIT_NANOS * bytesPerNano, owed - (now - paidAt) * bytesPerNano);
      paidAt = now;
      double left = owed / bytesPerNano;
      if (left < least) {
        break;
      }
      least = SHORTEST_SLEEP_NANOS;
      sleep.accept((long) Math.min(left, LONGEST_SLEEP_NANOS));
      interrupted |= Thread.interrupted();
      now = nanoTime.getAsLong();
      current = pressure;
    }
    stalledNanos.addAndGet(now - start);
    return interrupted;
  }
}

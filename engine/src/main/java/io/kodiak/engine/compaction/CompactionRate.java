package io.kodiak.engine.compaction;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Limits the bytes that all compactions together read and write in a second.
 *
 * <p>A token bucket that may go into debt: a compaction takes what it has used and, when more is
 * used than flowed in, waits until the debt is paid; of what is not used, that of a tenth of a
 * second is kept. Whatever else uses the device, flushes above all, takes nothing and waits for
 * nothing. Safe for use by several threads.
 */
public final class CompactionRate {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BURST_SECONDS = 0.1;

  /** What is shorter is not worth a wait; it stays as debt. */
  private static final long SHORTEST_WAIT_NANOS = 2_000_000;

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filledAt;

  /**
   * A limit.
   *
   * @param bytesPerSecond how much is read and written in a second; 0: there is no limit
   */
  public CompactionRate(long bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime);
  }

  CompactionRate(long bytesPerSecond, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.tokens = burst();
    this.filledAt = nanoTime.getAsLong();
  }

  private double burst() {
    return bytesPerSecond * BURST_SECONDS;
  }

  /**
   * Takes bytes that were used, and waits for as long as the limit demands. To be called without a
   * lock.
   *
   * @param cancelled whether not to wait any longer; asked again after {@link #wake}
   */
  void pace(long bytes, BooleanSupplier cancelled) {
    if (bytesPerSecond == 0 || bytes == 0) {
      return;
    }
    long wait = take(bytes);
    if (wait >= SHORTEST_WAIT_NANOS) {
      await(nanoTime.getAsLong() + wait, cancelled);
    }
  }

  /** Takes bytes; how long it takes, in nanoseconds, until there is no debt. */
  synchronized long take(long bytes) {
    long now = nanoTime.getAsLong();
    double flowedIn = bytesPerSecond * ((now - filledAt) / NANOS_PER_SECOND);
    filledAt = now;
    tokens = Math.min(burst(), tokens + flowedIn) - bytes;
    return tokens >= 0 ? 0 : (long) (-tokens / bytesPerSecond * NANOS_PER_SECOND);
  }

  private synchronized void await(long until, BooleanSupplier cancelled) {
    boolean interrupted = false;
    long left = until - nanoTime.getAsLong();
    while (left > 0 && !cancelled.getAsBoolean()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = until - nanoTime.getAsLong();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets all that wait ask again whether they are cancelled. */
  synchronized void wake() {
    notifyAll();
  }
}

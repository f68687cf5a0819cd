package io.kodiak.engine.backpressure;

import java.util.function.LongSupplier;

/**
 * How much background work gets done in a second while there is some to do: a moving average over
 * the last few pieces. Safe for use by several threads.
 */
final class Throughput {
  /** What weighs a piece, of that of the one after it: about the last five pieces count. */
  private static final double KEPT = 0.8;

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoTime;
  private double bytes;
  private double seconds = 1;
  private double lastBytes;
  private boolean working;
  private long since;

  /**
   * @param bytesPerSecond what is assumed before anything was measured
   */
  Throughput(double bytesPerSecond, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.bytes = bytesPerSecond;
    this.lastBytes = bytesPerSecond;
  }

  /** Says that there is something to do; nothing happens when that is known. */
  synchronized void begin() {
    if (!working) {
      working = true;
      since = nanoTime.getAsLong();
    }
  }

  /** Says that so much was done since {@link #begin} or the piece before. */
  synchronized void done(double amount) {
    if (working) {
      double elapsed = elapsed();
      bytes = KEPT * bytes + amount;
      seconds = KEPT * seconds + elapsed;
      lastBytes = amount;
      since = nanoTime.getAsLong();
    }
  }

  /** Says that there is nothing to do, until {@link #begin}. */
  synchronized void rest() {
    working = false;
  }

  /**
   * Bytes in a second. It falls while a piece takes longer than those before it, and not only when
   * that has come to its end.
   */
  synchronized double bytesPerSecond() {
    double measured = bytes / Math.max(seconds, 1e-6);
    if (!working) {
      return measured;
    }
    double soFar = (KEPT * bytes + lastBytes) / Math.max(KEPT * seconds + elapsed(), 1e-6);
    return Math.min(measured, soFar);
  }

  private double elapsed() {
    return (nanoTime.getAsLong() - since) / NANOS_PER_SECOND;
  }
}

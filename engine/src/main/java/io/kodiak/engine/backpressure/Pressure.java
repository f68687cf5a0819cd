package io.kodiak.engine.backpressure;

/**
 * How much writers are held back: how fast they may go on, or that they wait.
 *
 * @param stop whether they wait
 * @param bytesPerSecond how fast they may write, if they do not wait; infinite: as fast as they can
 */
public record Pressure(boolean stop, double bytesPerSecond) {
  /** Writers go on as fast as they can. */
  public static final Pressure NONE = new Pressure(false, Double.POSITIVE_INFINITY);

  /** Writers wait. */
  public static final Pressure STOP = new Pressure(true, 0);

  /** Not less than this part of the throughput, as that is only an estimate. */
  private static final double LEAST_SHARE = 1.0 / 16;

  private static final double LEAST_RATE = 64 << 10;

  /**
   * The pressure of a debt.
   *
   * <p>The rate is (1 - debt) / debt times the throughput: from no limit at all, without a jump,
   * down to what is paid off at a debt of one half, and further down beyond. So writers who bring
   * more than is paid off come to rest where both are equal, well before they would have to wait.
   *
   * @param debt 0 or less: none; 1: the most
   * @param throughput how fast the debt is paid off, in bytes that writers bring a second
   */
  static Pressure of(double debt, double throughput) {
    if (debt <= 0) {
      return NONE;
    }
    double share = debt >= 1 ? LEAST_SHARE : Math.max(LEAST_SHARE, (1 - debt) / debt);
    return new Pressure(false, Math.max(LEAST_RATE, throughput * share));
  }

  /** Whether writers are not held back at all. */
  public boolean isNone() {
    return !stop && bytesPerSecond == Double.POSITIVE_INFINITY;
  }

  /** The one of both that holds back more. */
  public Pressure orWorse(Pressure other) {
    if (stop || other.stop) {
      return STOP;
    }
    return bytesPerSecond <= other.bytesPerSecond ? this : other;
  }
}

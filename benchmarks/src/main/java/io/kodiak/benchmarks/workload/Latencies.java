package io.kodiak.benchmarks.workload;

import org.HdrHistogram.Histogram;

/** Makes histograms of nanoseconds with three significant digits, up to a minute. */
final class Latencies {
  /** Of quick operations one in this many is timed, so that the clock costs less than 1 %. */
  static final int SAMPLING = 16;

  private static final long HIGHEST = 60_000_000_000L;

  private Latencies() {}

  static Histogram histogram() {
    return new Histogram(HIGHEST, 3);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.min(nanos, HIGHEST));
  }
}

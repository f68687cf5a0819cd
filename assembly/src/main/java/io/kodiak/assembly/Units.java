package io.kodiak.assembly;

import java.time.Duration;

/** Writes sizes and durations as a configuration has them. */
final class Units {
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Units() {}

  /** In the largest unit that needs no fraction: {@code 64 MiB}. */
  static String bytes(long bytes) {
    int unit = 0;
    long value = bytes;
    while (value != 0 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return value + " " + SIZES[unit];
  }

  /** In the largest unit that needs no fraction: {@code 100 ms}. */
  static String duration(Duration duration) {
    long nanos = duration.toNanos();
    String[] names = {"d", "h", "m", "s", "ms", "us", "ns"};
    long[] sizes = {
      86_400_000_000_000L,
      3_600_000_000_000L,
      60_000_000_000L,
      1_000_000_000L,
      1_000_000L,
      1_000L,
      1L
    };
    for (int i = 0; i < sizes.length - 1; i++) {
      if (nanos != 0 && nanos % sizes[i] == 0) {
        return nanos / sizes[i] + " " + names[i];
      }
    }
    return nanos == 0 ? "0 s" : nanos + " ns";
  }
}

package io.kodiak.cli;

import java.util.Locale;

/** Writes numbers for people. */
final class Figures {
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Figures() {}

  /** With a comma between thousands: {@code 171,075}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count with its noun: {@code 1 row}, {@code 2 rows}. */
  static String count(long count, String noun) {
    return count(count, noun, noun + "s");
  }

  /** A count with its noun: {@code 1 entry}, {@code 2 entries}. */
  static String count(long count, String noun, String plural) {
    return count(count) + " " + (count == 1 ? noun : plural);
  }

  /** In the unit that leaves at most four digits before the point: {@code 12.3 MiB}. */
  static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < SIZES.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, size < 100 ? "%.1f %s" : "%.0f %s", size, SIZES[unit]);
  }

  /** A span of time in the unit that suits it: {@code 1.2 s}, {@code 35 ms}, {@code 4.1 µs}. */
  static String time(long nanos) {
    if (nanos >= 1_000_000_000L) {
      return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
    if (nanos >= 1_000_000L) {
      return String.format(Locale.ROOT, nanos >= 10_000_000L ? "%.0f ms" : "%.1f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
  }

  /** So many a second: {@code 412,000/s}, to three digits. */
  static String rate(long count, long nanos) {
    double perSecond = count * 1e9 / Math.max(nanos, 1);
    double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(perSecond, 1))) - 2));
    return String.format(Locale.ROOT, "%,.0f/s", Math.round(perSecond / step) * step);
  }

  /** A share in percent: {@code 98.2 %}. */
  static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }
}

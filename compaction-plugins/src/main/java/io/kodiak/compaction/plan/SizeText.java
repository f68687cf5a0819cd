package io.kodiak.compaction.plan;

import java.util.Locale;

/** Sizes as people read them, for the reasons of plans. */
public final class SizeText {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private SizeText() {}

  /** The size with one digit behind the point and the unit that suits it. */
  public static String of(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double amount = bytes / (double) (1L << (10 * unit));
    return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit - 1]);
  }
}

package io.kodiak.compaction.plan;

import java.util.Locale;

/** Sizes as people read them, for the reasons of plans. */
public final class SizeText {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  /** Ten times as many bytes as the largest of so many units has are still a {@code long}. */
  private static final int EXACT_UNITS = 4;

  private SizeText() {}

  /** The size with one digit behind the point and the unit that suits it. */
  public static String of(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    if (unit <= EXACT_UNITS) {
      // Not by a formatter, which takes longer than all else that goes into most plans.
      long tenths = (10 * bytes + (1L << (10 * unit - 1))) >> (10 * unit);
      return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit - 1];
    }
    double amount = bytes / (double) (1L << (10 * unit));
    return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit - 1]);
  }
}

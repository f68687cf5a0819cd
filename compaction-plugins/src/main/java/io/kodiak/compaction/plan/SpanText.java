package io.kodiak.compaction.plan;

/** Spans of time, for people. */
public final class SpanText {
  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;

  private SpanText() {}

  /** A span of so many milliseconds, such as {@code 36 hours}, in seconds up to two hours. */
  public static String of(long millis) {
    long seconds = millis / 1000;
    if (seconds >= 2 * DAY) {
      return seconds / DAY + " days";
    }
    return seconds >= 2 * HOUR ? seconds / HOUR + " hours" : seconds + " seconds";
  }
}

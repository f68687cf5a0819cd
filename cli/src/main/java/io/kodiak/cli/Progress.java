package io.kodiak.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Tells how far a long command has come: on a terminal by a bar that is drawn over, a few times a
 * second; otherwise by a line every few seconds.
 */
final class Progress {
  private static final int WIDTH = 30;
  private static final long BAR_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 5_000_000_000L;

  private final PrintStream err;
  private final boolean drawn;
  private final String noun;
  private final long start;
  private final LongSupplier clock;
  private long last;
  private boolean shown;

  /**
   * Begins now.
   *
   * @param noun what is counted, in the plural
   */
  Progress(Shell shell, String noun) {
    this(shell.err(), shell.errIsTerminal(), noun, System::nanoTime);
  }

  Progress(PrintStream err, boolean drawn, String noun, LongSupplier clock) {
    this.err = err;
    this.drawn = drawn;
    this.noun = noun;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.last = start;
  }

  /** The time since the begin, in nanoseconds. */
  long nanos() {
    return clock.getAsLong() - start;
  }

  /**
   * So much is done.
   *
   * @param count of what is counted
   * @param share from 0 to 1; negative when the whole is not known
   */
  void update(long count, double share) {
    long now = clock.getAsLong();
    if (isDue(now)) {
      show(Figures.count(count) + " " + noun + "  " + Figures.rate(count, now - start), share);
    }
  }

  /**
   * So many bytes are done.
   *
   * @param all of how many; 0: that is not known yet
   */
  void updateBytes(long done, long all) {
    long now = clock.getAsLong();
    if (isDue(now) && all > 0) {
      long perSecond = (long) (done * 1e9 / Math.max(now - start, 1));
      String text = Figures.bytes(done) + " of " + Figures.bytes(all);
      show(text + "  " + Figures.bytes(perSecond) + "/s", (double) done / all);
    }
  }

  private boolean isDue(long now) {
    boolean due = now - last >= (drawn ? BAR_NANOS : LINE_NANOS);
    last = due ? now : last;
    return due;
  }

  private void show(String text, double share) {
    shown = true;
    if (drawn) {
      err.print("\r" + bar(share) + text + "\u001b[K");
      err.flush();
    } else {
      err.println((share < 0 ? "" : Math.round(share * 100) + " %  ") + text);
    }
  }

  private static String bar(double share) {
    if (share < 0) {
      return "";
    }
    int full = (int) Math.round(Math.min(share, 1) * WIDTH);
    return "["
        + "#".repeat(full)
        + "-".repeat(WIDTH - full)
        + "] "
        + Math.round(share * 100)
        + " %  ";
  }

  /** Removes the bar, so that other lines can follow. */
  void clear() {
    if (drawn && shown) {
      err.print("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }
}

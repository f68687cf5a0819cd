package io.kodiak.cli;

import java.util.Locale;

/** Lays out what the demo prints: numbered sections, aligned rows. */
final class DemoPage {
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final Output out;
  private final boolean coloured;
  private int section;

  DemoPage(Shell shell) {
    out = shell.out();
    coloured = shell.isColoured();
  }

  /** Begins a section. */
  void section(String title) {
    out.line().line(styled(BOLD, String.format(Locale.ROOT, "%2d  %s", ++section, title))).flush();
  }

  /** A headline without a number. */
  void headline(String title) {
    out.line(styled(BOLD, title)).flush();
  }

  /** A row: what it is, and what is said of it. */
  void row(String label, String text) {
    out.line(String.format(Locale.ROOT, "    %-26s %s", label, text)).flush();
  }

  /** A row of work done: what, how much, how long, how fast. */
  void work(String label, long count, long nanos) {
    row(
        label,
        String.format(
            Locale.ROOT,
            "%12s   %8s   %12s",
            Figures.count(count),
            Figures.time(nanos),
            Figures.rate(count, nanos)));
  }

  /** A line of its own. */
  void plain(String text) {
    out.line("    " + text).flush();
  }

  /** Something to look at, as it is. */
  void quote(String text) {
    out.line("      " + styled(DIM, text)).flush();
  }

  private String styled(String style, String text) {
    return coloured ? style + text + PLAIN : text;
  }
}

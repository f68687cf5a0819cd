package io.kodiak.cli.chart;

import java.util.Locale;

/** A small picture in SVG, written element by element; lengths are pixels from the upper left. */
public final class Svg {
  /** What all charts have in common: texts and lines that can be read on white and on black. */
  private static final String CSS =
      """
      text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;\
      font-size:12px;fill:#758089}\
      .title{font-size:17px;font-weight:600}.head{font-size:14px;font-weight:600}\
      .grid{stroke:#8b949e;stroke-opacity:.25}.axis{stroke:#8b949e}""";

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a picture.
   *
   * @param css styles of classes, beside those of titles, heads, axes and grids
   */
  public Svg(double width, double height, String title, String css) {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\""
            + " role=\"img\" aria-label=\"%s\">",
        number(width), number(height), number(width), number(height), escape(title));
    line("<title>%s</title>", escape(title));
    line("<style>%s%s</style>", CSS, css);
  }

  /** Draws a filled rectangle. */
  public void rectangle(String style, double x, double y, double width, double height) {
    line(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
        style, number(x), number(y), number(width), number(height));
  }

  /** Draws a straight line. */
  public void stroke(String style, double fromX, double fromY, double toX, double toY) {
    line(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        style, number(fromX), number(fromY), number(toX), number(toY));
  }

  /** Draws straight lines from point to point. */
  public void path(String style, double[] x, double[] y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
    }
    line("<polyline class=\"%s\" points=\"%s\"/>", style, points);
  }

  /** Writes text whose base line is at {@code y}; the style says how it is aligned. */
  public void text(String style, double x, double y, String content) {
    line(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, number(x), number(y), escape(content));
  }

  /** Writes text upwards, its middle at a place. */
  public void upwards(String style, double x, double y, String content) {
    line(
        "<text class=\"%s\" transform=\"translate(%s %s) rotate(-90)\">%s</text>",
        style, number(x), number(y), escape(content));
  }

  /** The whole file. */
  public String finish() {
    return text + "</svg>\n";
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escape(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

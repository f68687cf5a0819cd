package io.kodiak.benchmarks.base;

import java.util.Locale;

/** A small picture in SVG, written element by element; lengths are pixels from the upper left. */
public final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** Begins a picture whose classes are styled by {@code css}. */
  public Svg(double width, double height, String title, String css) {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\""
            + " role=\"img\" aria-label=\"%s\">",
        number(width), number(height), number(width), number(height), escape(title));
    line("<title>%s</title>", escape(title));
    line("<style>%s</style>", css);
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

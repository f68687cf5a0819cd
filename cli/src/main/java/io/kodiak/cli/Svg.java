package io.kodiak.cli;

import java.util.Locale;

/** A small picture in SVG, written element by element; lengths are pixels from the upper left. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** Begins a picture whose classes are styled by {@code css}. */
  Svg(double width, double height, String title, String css) {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$s %2$s\" width=\"%1$s\""
            + " height=\"%2$s\" role=\"img\">",
        number(width), number(height));
    line("<title>%s</title>", escape(title));
    line("<style>%s</style>", css);
  }

  void stroke(String style, double fromX, double fromY, double toX, double toY) {
    line(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        style, number(fromX), number(fromY), number(toX), number(toY));
  }

  /** Draws straight lines from point to point. */
  void path(String style, double[] x, double[] y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
    }
    line("<polyline class=\"%s\" points=\"%s\"/>", style, points);
  }

  /** Writes text whose base line is at {@code y}; the style says how it is aligned. */
  void text(String style, double x, double y, String content) {
    line(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, number(x), number(y), escape(content));
  }

  /** Writes text upwards, its middle at a place. */
  void upwards(String style, double x, double y, String content) {
    line(
        "<text class=\"%s\" transform=\"translate(%s %s) rotate(-90)\">%s</text>",
        style, number(x), number(y), escape(content));
  }

  /** The whole file. */
  String finish() {
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

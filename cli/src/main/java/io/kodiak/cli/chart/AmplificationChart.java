package io.kodiak.cli.chart;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Write and space amplification over the bytes written, as two panels side by side: a line for each
 * policy, measured or simulated. Immutable.
 */
public final class AmplificationChart {
  private static final double LEFT = 52;
  private static final double PANEL = 350;
  private static final double BETWEEN = 74;
  private static final double TOP = 78;
  private static final double HEIGHT = 260;
  private static final double LEGEND_LINE = 20;

  /** How many colours there are; further lines repeat them. */
  public static final int COLOURS = 6;

  /** Colours that are told apart on white and on black. */
  private static final String CSS =
      """
      .x{text-anchor:middle}.y{text-anchor:end}\
      .line{fill:none;stroke-width:2;stroke-linejoin:round}.dashed{stroke-dasharray:5 3}\
      .c0{stroke:#3d85c8}.c1{stroke:#d98324}.c2{stroke:#2f9e74}\
      .c3{stroke:#c2559b}.c4{stroke:#8a6fd1}.c5{stroke:#b3a125}""";

  private final String title;
  private final String note;
  private final String axis;
  private final List<Line> lines;
  private final double bytes;
  private final double unit;

  /**
   * A point of a line.
   *
   * @param bytes how much users had written
   * @param write the bytes written to files for each of theirs until then
   * @param space the bytes of files for each that was alive then
   */
  public record Point(double bytes, double write, double space) {}

  /**
   * A line of both panels.
   *
   * @param label what the legend says
   * @param colour 0 or more; those from {@link #COLOURS} on are the first ones again
   * @param points by ascending bytes; those beyond the end of the chart are drawn at its end
   */
  public record Line(String label, int colour, boolean dashed, List<Point> points) {
    private String style() {
      return "line c" + colour % COLOURS + (dashed ? " dashed" : "");
    }
  }

  /**
   * Prepares a chart.
   *
   * @param note a line below the title
   * @param axis what the bytes written are called
   * @param bytes where the chart ends, above 0
   */
  public AmplificationChart(
      String title, String note, String axis, double bytes, List<Line> lines) {
    this.title = title;
    this.note = note;
    this.lines = List.copyOf(lines);
    this.bytes = bytes;
    String[] names = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int power = 0;
    while (power < names.length - 1 && bytes >= 4 * Math.pow(1024, power + 1)) {
      power++;
    }
    this.unit = Math.pow(1024, power);
    this.axis = axis + ", " + names[power];
  }

  /** The whole file. */
  public String svg() {
    double width = LEFT + 2 * PANEL + BETWEEN + 20;
    double legend = TOP + HEIGHT + 62;
    Svg svg = new Svg(width, legend + lines.size() * LEGEND_LINE, title, CSS);
    svg.text("title", 12, 24, title);
    svg.text("note", 12, 44, note);
    panel(
        svg,
        LEFT,
        "Write amplification so far",
        "bytes written to files for each of yours",
        Point::write);
    panel(
        svg,
        LEFT + PANEL + BETWEEN,
        "Space amplification",
        "bytes of files for each that is alive",
        Point::space);
    for (int i = 0; i < lines.size(); i++) {
      double y = legend + i * LEGEND_LINE;
      svg.stroke(lines.get(i).style(), 12, y - 4, 40, y - 4);
      svg.text("note", 48, y, lines.get(i).label());
    }
    return svg.finish();
  }

  private void panel(
      Svg svg, double left, String heading, String label, ToDoubleFunction<Point> figure) {
    double bottom = TOP + HEIGHT;
    double most = most(figure);
    double step = step(most);
    double top = Math.ceil(most / step) * step;
    svg.text("head", left, TOP - 12, heading);
    svg.upwards("x", left - 38, TOP + HEIGHT / 2, label);
    for (int tick = 0; tick * step <= top + step / 2; tick++) {
      double y = bottom - tick * step / top * HEIGHT;
      svg.stroke(tick == 0 ? "axis" : "grid", left, y, left + PANEL, y);
      svg.text("y", left - 6, y + 4, tick(tick * step, step));
    }
    double total = bytes / unit;
    double stepX = step(total);
    for (int tick = 0; tick * stepX <= total; tick++) {
      double x = left + tick * stepX / total * PANEL;
      svg.stroke(tick == 0 ? "axis" : "grid", x, TOP, x, bottom);
      svg.text("x", x, bottom + 16, tick(tick * stepX, stepX));
    }
    svg.text("x", left + PANEL / 2, bottom + 34, axis);
    for (Line line : lines) {
      line(svg, line, left, top, figure);
    }
  }

  private void line(Svg svg, Line line, double left, double top, ToDoubleFunction<Point> figure) {
    List<Point> points = line.points();
    double[] x = new double[points.size()];
    double[] y = new double[points.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = left + Math.min(1, points.get(i).bytes() / bytes) * PANEL;
      y[i] = TOP + HEIGHT * (1 - figure.applyAsDouble(points.get(i)) / top);
    }
    svg.path(line.style(), x, y);
  }

  private double most(ToDoubleFunction<Point> figure) {
    double most = 1;
    for (Line line : lines) {
      for (Point point : line.points()) {
        most = Math.max(most, figure.applyAsDouble(point));
      }
    }
    return most;
  }

  /** A round distance of two ticks, so that there are four to ten. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    for (double factor : new double[] {0.1, 0.2, 0.5}) {
      if (most / (factor * power) <= 7) {
        return factor * power;
      }
    }
    return power;
  }

  private static String tick(double value, double step) {
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}

package io.kodiak.cli;

import io.kodiak.engine.simulation.Prediction;
import io.kodiak.engine.simulation.Prediction.Sample;
import io.kodiak.engine.simulation.Workload;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Predictions as two panels, side by side: write and space amplification over the bytes written, a
 * line for each configuration.
 */
final class SimulationChart {
  private static final double LEFT = 52;
  private static final double PANEL = 350;
  private static final double BETWEEN = 74;
  private static final double TOP = 78;
  private static final double HEIGHT = 260;
  private static final double LEGEND_LINE = 20;

  /** How many colours there are; further lines repeat them, dashed. */
  private static final int COLOURS = 6;

  /** Colours that are told apart, and texts that can be read, on white and on black. */
  private static final String CSS =
      """
      text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;\
      font-size:12px;fill:#758089}\
      .title{font-size:17px;font-weight:600}.head{font-size:14px;font-weight:600}\
      .x{text-anchor:middle}.y{text-anchor:end}\
      .grid{stroke:#8b949e;stroke-opacity:.25}.axis{stroke:#8b949e}\
      .line{fill:none;stroke-width:2;stroke-linejoin:round}.again{stroke-dasharray:5 3}\
      .c0{stroke:#3d85c8}.c1{stroke:#d98324}.c2{stroke:#2f9e74}\
      .c3{stroke:#c2559b}.c4{stroke:#8a6fd1}.c5{stroke:#b3a125}""";

  private final Workload workload;
  private final List<Simulated> results;
  private final double bytes;
  private final double unit;
  private final String unitName;

  SimulationChart(Workload workload, List<Simulated> results) {
    this.workload = workload;
    this.results = results;
    this.bytes = workload.bytes();
    String[] names = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int power = 0;
    while (power < names.length - 1 && bytes >= 4 * Math.pow(1024, power + 1)) {
      power++;
    }
    this.unit = Math.pow(1024, power);
    this.unitName = names[power];
  }

  /** The whole file. */
  String svg() {
    double width = LEFT + 2 * PANEL + BETWEEN + 20;
    double legend = TOP + HEIGHT + 62;
    String title = "What compaction would make of the workload";
    Svg svg = new Svg(width, legend + results.size() * LEGEND_LINE, title, CSS);
    svg.text("title", 12, 24, title);
    svg.text("note", 12, 44, SimulationListing.describe(workload));
    panel(
        svg,
        LEFT,
        "Write amplification so far",
        "bytes written to files for each of yours",
        Sample::writeAmplification);
    panel(
        svg,
        LEFT + PANEL + BETWEEN,
        "Space amplification",
        "bytes of files for each that is alive",
        Sample::spaceAmplification);
    for (int i = 0; i < results.size(); i++) {
      double y = legend + i * LEGEND_LINE;
      svg.stroke(style(i), 12, y - 4, 40, y - 4);
      svg.text("note", 48, y, legend(results.get(i)));
    }
    return svg.finish();
  }

  private static String style(int index) {
    return "line c" + index % COLOURS + (index < COLOURS ? "" : " again");
  }

  private static String legend(Simulated each) {
    Prediction prediction = each.prediction();
    return String.format(
        Locale.ROOT,
        "%s, %s: write %.2f, space %.2f",
        each.name(),
        each.policy(),
        prediction.writeAmplification(),
        prediction.spaceAmplification());
  }

  private void panel(
      Svg svg, double left, String heading, String label, ToDoubleFunction<Sample> figure) {
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
    svg.text("x", left + PANEL / 2, bottom + 34, "written by users, " + unitName);
    for (int i = 0; i < results.size(); i++) {
      line(svg, style(i), results.get(i).prediction().samples(), left, top, figure);
    }
  }

  private void line(
      Svg svg,
      String style,
      List<Sample> samples,
      double left,
      double top,
      ToDoubleFunction<Sample> figure) {
    double[] x = new double[samples.size()];
    double[] y = new double[samples.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = left + Math.min(1, samples.get(i).userBytes() / bytes) * PANEL;
      y[i] = TOP + HEIGHT * (1 - figure.applyAsDouble(samples.get(i)) / top);
    }
    svg.path(style, x, y);
  }

  private double most(ToDoubleFunction<Sample> figure) {
    double most = 1;
    for (Simulated each : results) {
      for (Sample sample : each.prediction().samples()) {
        most = Math.max(most, figure.applyAsDouble(sample));
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

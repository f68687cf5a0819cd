package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.base.Svg;
import io.kodiak.benchmarks.overwrite.Outcome.Figure;
import io.kodiak.benchmarks.overwrite.Predictions.Moment;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Write and space amplification over the bytes overwritten: a line for each contender, and a dashed
 * one for what the simulation expects of it.
 */
final class OverwriteChart {
  private static final double LEFT = 52;
  private static final double PANEL = 350;
  private static final double BETWEEN = 74;
  private static final double TOP = 78;
  private static final double HEIGHT = 260;
  private static final double LEGEND_LINE = 20;
  private static final double GIGABYTE = 1e9;

  /** Amplification of the first few flushes says little and would make the rest flat. */
  private static final double FIRST_SHARE = 0.1;

  /** Colours that are told apart, and texts that can be read, on white and on black. */
  private static final String CSS =
      """
      text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;\
      font-size:12px;fill:#758089}\
      .title{font-size:17px;font-weight:600}.head{font-size:14px;font-weight:600}\
      .x{text-anchor:middle}.y{text-anchor:end}\
      .grid{stroke:#8b949e;stroke-opacity:.25}.axis{stroke:#8b949e}\
      .line{fill:none;stroke-width:2;stroke-linejoin:round}.simulated{stroke-dasharray:5 3}\
      .kodiak-leveled{stroke:#3d85c8}.rocksdb-leveled{stroke:#b3a125}\
      .kodiak-tiered{stroke:#d98324}.kodiak-unified{stroke:#2f9e74}\
      .rocksdb-universal{stroke:#c2559b}""";

  private final Load load;
  private final List<Line> lines = new ArrayList<>();

  /** A line of the chart. */
  private record Line(String label, String style, List<Moment> moments) {}

  /** Draws what each contender did in the first of the rounds that are given. */
  OverwriteChart(Load load, List<Outcome> outcomes) throws PluginException {
    this.load = load;
    for (Contender contender : Contender.values()) {
      for (Outcome outcome : outcomes) {
        if (outcome.contender() == contender && outcome.round() == 1) {
          lines.add(new Line(contender.label(), "line " + contender.label(), moments(outcome)));
          if (contender.isKodiak()) {
            lines.add(
                new Line(
                    contender.label() + ", simulated",
                    "line simulated " + contender.label(),
                    Predictions.of(load, outcome)));
          }
        }
      }
    }
  }

  private static List<Moment> moments(Outcome outcome) {
    double compacted = outcome.figure(Figure.COMPACTED_MEGABYTES) * 1e6;
    return outcome.samples().stream()
        .map(
            sample ->
                new Moment(
                    sample.userBytes(),
                    sample.tableBytesWritten() / (double) sample.userBytes(),
                    sample.tableBytes() / compacted))
        .toList();
  }

  /** The whole file. */
  String svg() {
    String title =
        String.format(
            Locale.ROOT,
            "%,d overwrites of %,d keys, memtables of %d MiB",
            load.writes(),
            load.keys(),
            load.writeBufferBytes() >> 20);
    double legend = TOP + HEIGHT + 62;
    double width = LEFT + 2 * PANEL + BETWEEN + 20;
    int legendLines = (lines.size() + 1) / 2;
    Svg svg = new Svg(width, legend + LEGEND_LINE * legendLines, title, CSS);
    svg.text("title", 12, 24, title);
    svg.text("note", 12, 44, "As fast as they are taken. Less is better.");
    panel(svg, LEFT, "Write amplification so far", Moment::writeAmplification);
    panel(svg, LEFT + PANEL + BETWEEN, "Space amplification", Moment::spaceAmplification);
    for (int i = 0; i < lines.size(); i++) {
      double x = i % 2 == 0 ? 12 : LEFT + PANEL + BETWEEN - 40;
      int line = i / 2;
      double y = legend + LEGEND_LINE * line;
      svg.stroke(lines.get(i).style(), x, y - 4, x + 28, y - 4);
      svg.text("note", x + 36, y, lines.get(i).label());
    }
    return svg.finish();
  }

  private void panel(Svg svg, double left, String heading, ToDoubleFunction<Moment> figure) {
    double bottom = TOP + HEIGHT;
    double most = most(figure);
    double step = step(most);
    double top = Math.ceil(most / step) * step;
    svg.text("head", left, TOP - 12, heading);
    for (int tick = 0; tick * step <= top + step / 2; tick++) {
      double y = bottom - tick * step / top * HEIGHT;
      svg.stroke(tick == 0 ? "axis" : "grid", left, y, left + PANEL, y);
      svg.text("y", left - 6, y + 4, String.format(Locale.ROOT, "%.1f", tick * step));
    }
    double total = total();
    double stepX = step(total / GIGABYTE) * GIGABYTE;
    for (int tick = 0; tick * stepX <= total; tick++) {
      double x = left + tick * stepX / total * PANEL;
      svg.stroke(tick == 0 ? "axis" : "grid", x, TOP, x, bottom);
      svg.text("x", x, bottom + 16, String.format(Locale.ROOT, "%.1f", tick * stepX / GIGABYTE));
    }
    svg.text("x", left + PANEL / 2, bottom + 34, "overwritten, GB");
    for (Line line : lines) {
      line(svg, line, left, top, figure);
    }
  }

  private void line(Svg svg, Line line, double left, double top, ToDoubleFunction<Moment> figure) {
    Moment[] shown = shown(line).toArray(Moment[]::new);
    double[] x = Arrays.stream(shown).mapToDouble(each -> x(left, each)).toArray();
    double[] y =
        Arrays.stream(shown)
            .mapToDouble(each -> TOP + HEIGHT * (1 - figure.applyAsDouble(each) / top))
            .toArray();
    svg.path(line.style(), x, y);
  }

  private double x(double left, Moment moment) {
    return left + Math.min(1, moment.userBytes() / total()) * PANEL;
  }

  private List<Moment> shown(Line line) {
    double from = FIRST_SHARE * total();
    return line.moments().stream().filter(moment -> moment.userBytes() >= from).toList();
  }

  private double total() {
    return lines.stream()
        .filter(line -> !line.style().contains("simulated"))
        .flatMap(line -> line.moments().stream())
        .mapToDouble(Moment::userBytes)
        .max()
        .orElse(GIGABYTE);
  }

  private double most(ToDoubleFunction<Moment> figure) {
    return lines.stream().flatMap(line -> shown(line).stream()).mapToDouble(figure).max().orElse(1);
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
}

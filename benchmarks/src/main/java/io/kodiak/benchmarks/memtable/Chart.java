package io.kodiak.benchmarks.memtable;

import io.kodiak.benchmarks.base.Median;
import io.kodiak.cli.chart.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Figures of one size as horizontal bars: a panel for each operation, a group for each memtable, a
 * bar for each kind of keys. A bar that would be several times as long as most is cut, with its
 * number beside it.
 */
final class Chart {
  private static final List<Operation> PANELS =
      List.of(
          Operation.PUT,
          Operation.GET,
          Operation.SEEK,
          Operation.FIRST_WALK,
          Operation.PUT_BESIDE,
          Operation.MEMORY);

  private static final int PANELS_IN_A_ROW = 3;
  private static final double NAMES = 158;
  private static final double PANEL = 236;
  private static final double PANEL_GAP = 22;
  private static final double NUMBER = 40;
  private static final double BAR = 9;
  private static final double GROUP_GAP = 9;
  private static final double HEADER = 78;
  private static final double PANEL_HEADER = 34;
  private static final double PANEL_FOOTER = 42;

  /** How many times the median a bar may be before it is cut. */
  private static final double LONGEST = 3;

  private static final String CSS =
      """
      .foot{font-size:11px}.name{text-anchor:end}\
      .reference{text-anchor:end;font-style:italic}\
      .number{font-size:9.5px}.tick{font-size:10px;text-anchor:middle}\
      .cut{stroke:#ffffff;stroke-width:2}\
      .random{fill:#3d85c8}.sequential{fill:#d98324}.url{fill:#2f9e74}""";

  private final Figures figures;
  private final boolean cpu;
  private final int entries;

  /** Draws processor time or the clock's. */
  Chart(Figures figures, boolean cpu) {
    this.figures = figures;
    this.cpu = cpu;
    this.entries = Tables.usualSize(figures);
  }

  /** The whole file. */
  String svg() {
    int rows = (PANELS.size() + PANELS_IN_A_ROW - 1) / PANELS_IN_A_ROW;
    double rowHeight = PANEL_HEADER + bodyHeight() + PANEL_FOOTER;
    double width = NAMES + PANELS_IN_A_ROW * (PANEL + PANEL_GAP);
    String title = "What memtables cost at %s entries".formatted(Tables.size(entries));
    Svg svg = new Svg(width, HEADER + rows * rowHeight, title, CSS);
    svg.text("title", 12, 24, title);
    legend(svg);
    for (int i = 0; i < PANELS.size(); i++) {
      int row = i / PANELS_IN_A_ROW;
      int column = i % PANELS_IN_A_ROW;
      double top = HEADER + row * rowHeight;
      if (column == 0) {
        names(svg, top + PANEL_HEADER);
      }
      panel(svg, PANELS.get(i), NAMES + column * (PANEL + PANEL_GAP), top);
    }
    return svg.finish();
  }

  private double groupHeight() {
    return figures.shapes().size() * BAR + GROUP_GAP;
  }

  private double bodyHeight() {
    return figures.memtables().size() * groupHeight();
  }

  private void legend(Svg svg) {
    double x = 12;
    for (KeyShape keys : figures.shapes()) {
      String label = keys.label() + " keys";
      svg.rectangle(keys.label(), x, 38, 11, 11);
      svg.text("note", x + 16, 48, label);
      x += 34 + 6.5 * label.length();
    }
    svg.text(
        "note",
        12,
        68,
        "Less is better. Values of 100 bytes."
            + (cpu ? " Processor time." : "")
            + " References in italics. A bar with a gap goes on.");
  }

  private void names(Svg svg, double top) {
    List<String> memtables = figures.memtables();
    for (int i = 0; i < memtables.size(); i++) {
      String name = memtables.get(i);
      String style = Subjects.REFERENCES.contains(name) ? "reference" : "name";
      double middle = top + i * groupHeight() + figures.shapes().size() * BAR / 2;
      svg.text(style, NAMES - 8, middle + 4, name);
    }
  }

  private void panel(Svg svg, Operation operation, double left, double top) {
    double longest = longest(operation);
    double step = step(longest);
    double scale = (PANEL - NUMBER) / (Math.ceil(longest / step) * step);
    double bodyTop = top + PANEL_HEADER;
    double bodyEnd = bodyTop + bodyHeight() - GROUP_GAP + 4;
    svg.text("head", left, top + 20, heading(operation));
    for (double tick = 0; tick * scale <= PANEL - NUMBER + 0.5; tick += step) {
      double x = left + tick * scale;
      svg.stroke(tick == 0 ? "axis" : "grid", x, bodyTop - 4, x, bodyEnd);
      svg.text("tick", x, bodyEnd + 12, tick(tick));
    }
    svg.text("foot", left, bodyEnd + 27, operation.description());
    List<String> memtables = figures.memtables();
    for (int i = 0; i < memtables.size(); i++) {
      double y = bodyTop + i * groupHeight();
      for (KeyShape keys : figures.shapes()) {
        bar(svg, keys, value(memtables.get(i), keys, operation), left, y, scale);
        y += BAR;
      }
    }
  }

  private static void bar(
      Svg svg, KeyShape keys, @Nullable Double value, double left, double top, double scale) {
    double most = PANEL - NUMBER;
    if (value == null) {
      svg.text("number", left + 4, top + BAR - 1.5, "–");
      return;
    }
    double length = Math.min(most, value * scale);
    svg.rectangle(keys.label(), left, top, length, BAR - 1);
    if (value * scale > most) {
      svg.stroke("cut", left + most - 14, top + BAR, left + most - 9, top - 1);
    }
    svg.text("number", left + length + 3, top + BAR - 1.5, Tables.number(value));
  }

  private static String heading(Operation operation) {
    String unit = operation == Operation.MEMORY ? "" : ", ns";
    return operation.label() + unit + (operation.ofEachEntry() ? " an entry" : "");
  }

  private static String tick(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private @Nullable Double value(String memtable, KeyShape keys, Operation operation) {
    Sample sample = figures.of(new Figure.Cell(memtable, keys, entries, operation));
    return sample == null ? null : Tables.value(sample, operation, cpu);
  }

  /** The longest bar that is not cut. */
  private double longest(Operation operation) {
    List<Double> values = new ArrayList<>();
    for (String memtable : figures.memtables()) {
      for (KeyShape keys : figures.shapes()) {
        Double value = value(memtable, keys, operation);
        if (value != null) {
          values.add(value);
        }
      }
    }
    if (values.isEmpty()) {
      return 1;
    }
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    double most = LONGEST * Median.of(all);
    return values.stream().filter(value -> value <= most).max(Double::compare).orElse(most);
  }

  /** A round distance of two ticks, so that there are three to six. */
  private static double step(double longest) {
    double power = Math.pow(10, Math.floor(Math.log10(longest)));
    for (double factor : new double[] {0.2, 0.5, 1, 2}) {
      if (longest / (factor * power) <= 5) {
        return factor * power;
      }
    }
    return 5 * power;
  }
}

package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.base.MarkdownTable;
import io.kodiak.benchmarks.base.Median;
import io.kodiak.benchmarks.overwrite.Outcome.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tables of outcomes: every figure of every contender, and what was to be reached. */
final class OverwriteReport {
  private final List<Outcome> outcomes;

  OverwriteReport(List<Outcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /** A row of the table of figures. */
  private record Row(String title, Figure figure, String format, double factor) {
    String text(double value) {
      return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value * factor);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("overwrites a second", Figure.THROUGHPUT, "%,.0f", 1),
          new Row("with the compaction that follows", Figure.SETTLED_THROUGHPUT, "%,.0f", 1),
          new Row("processor time for each, µs", Figure.CPU, "%.2f", 1),
          new Row("put, median, µs", Figure.P50, "%.2f", 1),
          new Row("put, 99 %, µs", Figure.P99, "%,.1f", 1),
          new Row("put, 99.9 %, µs", Figure.P999, "%,.0f", 1),
          new Row("put, 99.99 %, µs", Figure.P9999, "%,.0f", 1),
          new Row("put, worst, ms", Figure.WORST, "%,.1f", 1e-3),
          new Row("time in puts above 1 ms", Figure.HELD_BACK, "%.1f %%", 100),
          new Row("write amplification", Figure.WRITE_AMPLIFICATION, "%.2f", 1),
          new Row("- at rest", Figure.RESTED_WRITE_AMPLIFICATION, "%.2f", 1),
          new Row("space amplification, mean", Figure.SPACE_AMPLIFICATION, "%.2f", 1),
          new Row("- worst", Figure.WORST_SPACE_AMPLIFICATION, "%.2f", 1),
          new Row("- in the end", Figure.SETTLED_SPACE_AMPLIFICATION, "%.2f", 1),
          new Row("- at rest", Figure.RESTED_SPACE_AMPLIFICATION, "%.2f", 1),
          new Row("runs, mean", Figure.RUNS, "%.1f", 1),
          new Row("fully merged, MB", Figure.COMPACTED_MEGABYTES, "%.1f", 1));

  /** All figures, medians over the rounds. */
  String table() {
    List<Contender> contenders = contenders();
    List<List<String>> table = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    contenders.forEach(contender -> header.add(contender.label()));
    table.add(header);
    for (Row row : ROWS) {
      List<String> cells = new ArrayList<>(List.of(row.title()));
      contenders.forEach(contender -> cells.add(row.text(median(contender, row.figure()))));
      table.add(cells);
    }
    return MarkdownTable.of(table);
  }

  private List<Contender> contenders() {
    return Arrays.stream(Contender.values())
        .filter(contender -> outcomes.stream().anyMatch(each -> each.contender() == contender))
        .toList();
  }

  double median(Contender contender, Figure figure) {
    double[] values =
        outcomes.stream()
            .filter(outcome -> outcome.contender() == contender)
            .mapToDouble(outcome -> outcome.figure(figure))
            .toArray();
    return values.length == 0 ? Double.NaN : Median.of(values);
  }

  /** A goal: a figure, as a ratio to the rival's or as it is, and its bound. */
  private record Goal(Contender contender, String title, Figure figure, String sign, double bound) {
    boolean isRatio() {
      return figure != Figure.SPACE_AMPLIFICATION && figure != Figure.RESTED_SPACE_AMPLIFICATION;
    }

    boolean isMet(double value) {
      return sign.equals("≥") ? value >= bound : value <= bound;
    }
  }

  private static List<Goal> goals(Contender contender) {
    List<Goal> goals = new ArrayList<>();
    goals.add(new Goal(contender, "write amplification", Figure.WRITE_AMPLIFICATION, "≤", 1));
    if (contender == Contender.KODIAK_LEVELED) {
      goals.add(
          new Goal(
              contender,
              "space amplification at rest",
              Figure.RESTED_SPACE_AMPLIFICATION,
              "≤",
              1.15));
    }
    goals.add(new Goal(contender, "overwrites a second", Figure.THROUGHPUT, "≥", 1));
    goals.add(new Goal(contender, "put, 99.9 %", Figure.P999, "≤", 1));
    goals.add(new Goal(contender, "put, worst", Figure.WORST, "≤", 1));
    return goals;
  }

  /** Kodiak's figures against its rivals', round by round, and against what was to be reached. */
  String comparison() {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("", "against", "ratio, median", "min-max", "goal"));
    for (Contender contender : contenders()) {
      if (contender.isKodiak()) {
        for (Goal goal : goals(contender)) {
          double[] values = values(goal);
          if (values.length > 0) {
            table.add(row(goal, values));
          }
        }
      }
    }
    return MarkdownTable.of(table);
  }

  private static List<String> row(Goal goal, double[] values) {
    double median = Median.of(values);
    return List.of(
        goal.contender().label() + ": " + goal.title(),
        goal.isRatio() ? goal.contender().rival().label() : "",
        text("%.2f", median),
        text("%.2f-%.2f", values[0], values[values.length - 1]),
        text("%s %.2f %s", goal.sign(), goal.bound(), goal.isMet(median) ? "met" : "missed"));
  }

  private double[] values(Goal goal) {
    List<Double> values = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome.contender() != goal.contender()) {
        continue;
      }
      double own = outcome.figure(goal.figure());
      if (!goal.isRatio()) {
        values.add(own);
      }
      for (Outcome other : outcomes) {
        if (goal.isRatio()
            && other.round() == outcome.round()
            && other.contender() == goal.contender().rival()) {
          values.add(own / other.figure(goal.figure()));
        }
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}

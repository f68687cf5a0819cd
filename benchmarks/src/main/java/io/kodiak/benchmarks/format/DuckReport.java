package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.MarkdownTable;
import io.kodiak.benchmarks.base.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What DuckDB makes of files of the last level, as a table. */
final class DuckReport {
  private final Figures figures;

  DuckReport(Figures figures) {
    this.figures = figures;
  }

  /** The table; empty where nothing was measured. */
  String table() {
    List<List<String>> table = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("file", "MB", "get, µs"));
    for (int threads : DuckSession.THREADS) {
      String by = threads == 1 ? "1 thread" : threads + " threads";
      header.addAll(List.of(by + ", ms", "cpu", "speed", "min-max", "by cpu"));
    }
    header.add("goal");
    table.add(header);
    List<String> shapes =
        figures.shapes(DuckSession.FORMAT, DuckSession.operation(DuckSession.THREADS.get(0)));
    for (String shape : shapes) {
      table.add(row(DuckSession.FORMAT, shape));
    }
    if (shapes.isEmpty()) {
      return "";
    }
    table.add(row(DuckSession.NAME, DuckSession.SHAPE));
    return MarkdownTable.of(table);
  }

  private List<String> row(String subject, String shape) {
    List<String> row = new ArrayList<>();
    boolean own = subject.equals(DuckSession.NAME);
    row.add(own ? "DuckDB's own COPY" : "blocks of " + shape.replaceAll("\\D+(\\d+)k", "$1 KiB"));
    row.add(Operation.SIZE.format(median(subject, shape, Operation.SIZE.key())));
    double get = median(subject, shape, Operation.GET.key());
    row.add(own ? "" : Operation.GET.format(get));
    double slowest = Double.MAX_VALUE;
    for (int threads : DuckSession.THREADS) {
      Figures.Cell cell = new Figures.Cell(subject, shape, DuckSession.operation(threads));
      Figures.Cell copy =
          new Figures.Cell(DuckSession.NAME, DuckSession.SHAPE, DuckSession.operation(threads));
      double[] speeds = figures.ratios(copy, cell, Figure::value);
      double speed = Median.of(speeds);
      slowest = Math.min(slowest, speed);
      row.add(millis(figures.median(cell, Figure::value)));
      row.add(millis(figures.median(cell, Figure::cpuNanos)));
      row.add(FormatReport.ratio(speed));
      row.add(FormatReport.ratio(speeds[0]) + "-" + FormatReport.ratio(speeds[speeds.length - 1]));
      row.add(FormatReport.ratio(Median.of(figures.ratios(copy, cell, Figure::cpuNanos))));
    }
    row.add(own ? "" : verdict(slowest));
    return row;
  }

  private double median(String subject, String shape, String operation) {
    return figures.median(new Figures.Cell(subject, shape, operation), Figure::value);
  }

  private static String verdict(double speed) {
    return String.format(
        Locale.ROOT, "≥ %.1f %s", Goals.DUCKDB, speed >= Goals.DUCKDB ? "met" : "MISSED");
  }

  private static String millis(double nanos) {
    return String.format(Locale.ROOT, "%,.0f", nanos / 1e6);
  }
}

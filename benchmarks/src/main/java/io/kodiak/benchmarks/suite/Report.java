package io.kodiak.benchmarks.suite;

import io.kodiak.benchmarks.base.MarkdownTable;
import io.kodiak.benchmarks.base.Median;
import io.kodiak.benchmarks.workload.Result;
import io.kodiak.benchmarks.workload.Result.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results as an aligned table in Markdown. */
final class Report {
  /** What Kodiak is to reach, as a ratio to RocksDB. */
  private static final Map<String, Double> GOALS =
      Map.of(
          "fillrandom", 1.0,
          "fillsync-8", 0.9,
          "readrandom", 1.5,
          "seekrandom", 1.5,
          "readseq", 3.0,
          "disk", 1.1,
          "recovery", 1.0);

  private final Measurements measurements;
  private final List<String> engines;

  Report(Measurements measurements, List<String> engines) {
    this.measurements = measurements;
    this.engines = engines;
  }

  String table() {
    List<List<String>> table = new ArrayList<>();
    table.add(header());
    for (String row : measurements.rowNames()) {
      table.add(row(row));
    }
    return MarkdownTable.of(table);
  }

  private boolean compared() {
    return engines.size() == 2;
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>(List.of("workload", "unit"));
    for (String engine : engines) {
      cells.addAll(List.of(engine, "cpu µs", "p50 µs", "p99 µs"));
    }
    if (compared()) {
      cells.addAll(List.of("ratio", "min-max", "by cpu", "better", "goal"));
    }
    return cells;
  }

  private List<String> row(String name) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    Result.@Nullable Unit unit = null;
    for (String engine : engines) {
      Result result = measurements.median(name, engine);
      if (result != null && unit == null) {
        unit = result.unit();
        cells.add(unit.symbol());
      }
      cells.add(result == null ? "-" : figure(result));
      cells.add(result == null || result.cpuNanos() == 0 ? "" : micros((long) result.cpuNanos()));
      Latency latency = result == null ? null : result.latency();
      cells.add(latency == null ? "" : micros(latency.p50()));
      cells.add(latency == null ? "" : micros(latency.p99()));
    }
    if (compared() && unit != null) {
      addComparison(cells, name, unit);
    }
    return cells;
  }

  private void addComparison(List<String> cells, String name, Result.Unit unit) {
    double[] ratios = measurements.ratios(name, engines.get(0), engines.get(1));
    if (ratios.length == 0) {
      cells.addAll(List.of("-", "", "", "", ""));
      return;
    }
    double ratio = Median.of(ratios);
    cells.add(text("%.2f", ratio));
    cells.add(text("%.2f-%.2f", ratios[0], ratios[ratios.length - 1]));
    double[] cpu = measurements.cpuRatios(name, engines.get(0), engines.get(1));
    cells.add(Double.isFinite(cpu[0]) ? text("%.2f", Median.of(cpu)) : "");
    cells.add(unit.moreIsBetter() ? "high" : "low");
    cells.add(goal(name, unit, ratio));
  }

  private static String goal(String name, Result.Unit unit, double ratio) {
    Double goal = GOALS.get(name);
    if (goal == null) {
      return "";
    }
    boolean met = unit.moreIsBetter() ? ratio >= goal : ratio <= goal;
    String sign = unit.moreIsBetter() ? "≥" : "≤";
    return text("%s %.1f %s", sign, goal, met ? "met" : "missed");
  }

  private static String figure(Result result) {
    return switch (result.unit()) {
      case OPS -> text("%,.0f", result.value());
      case MILLIS, MEGABYTES -> text("%,.1f", result.value());
      case TIMES -> text("%.2f", result.value());
    };
  }

  private static String micros(long nanos) {
    return text(nanos < 100_000 ? "%.2f" : "%,.0f", nanos / 1000.0);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}

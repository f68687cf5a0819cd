package io.kodiak.benchmarks.format;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What the formats are to reach with LZ4: the most of RocksDB's cost that they may take. */
final class Goals {
  /** A format's goal comes before that of all formats. */
  private static final Map<String, Map<Operation, Double>> BY_FORMAT =
      Map.of(
          "parquet", Map.of(Operation.GET, 1.2),
          "feather", Map.of(Operation.GET, 0.8));

  private static final Map<Operation, Double> ALL =
      Map.of(Operation.WRITE, 1.0, Operation.SCAN, 0.25, Operation.OPEN, 2.0);

  /** The least speed, as a part of DuckDB's own, at which DuckDB is to scan a file of Kodiak. */
  static final double DUCKDB = 0.8;

  private Goals() {}

  /** The most that Kodiak's cost divided by RocksDB's may be; none where there is no goal. */
  static OptionalDouble most(String format, Operation operation) {
    Double most = BY_FORMAT.getOrDefault(format, Map.of()).get(operation);
    if (most == null) {
      most = ALL.get(operation);
    }
    return most == null ? OptionalDouble.empty() : OptionalDouble.of(most);
  }

  /** Whether processor time counts, not the clock: a write also waits for the device. */
  static boolean byProcessorTime(Operation operation) {
    return operation == Operation.WRITE;
  }

  /** The goal and whether it is met. */
  static String verdict(String format, Operation operation, double ratio) {
    OptionalDouble most = most(format, operation);
    if (most.isEmpty() || Double.isNaN(ratio)) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "≤ %s%s %s",
        operation == Operation.SCAN
            ? "0.25"
            : String.format(Locale.ROOT, "%.1f", most.getAsDouble()),
        byProcessorTime(operation) ? " by cpu" : "",
        ratio <= most.getAsDouble() ? "met" : "MISSED");
  }
}

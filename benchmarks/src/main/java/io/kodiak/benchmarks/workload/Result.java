package io.kodiak.benchmarks.workload;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param name the row that it belongs to
 * @param unit what {@code value} counts
 * @param value the figure
 * @param latency how long single operations took; {@code null} where they were not timed
 * @param cpuNanos processor time of the whole process for each operation, with the collector and
 *     everything in the background; 0 where it was not measured
 * @param detail what else is worth knowing, for people
 */
public record Result(
    String name,
    Unit unit,
    double value,
    @Nullable Latency latency,
    double cpuNanos,
    String detail) {

  /** A figure without latencies. */
  public static Result of(String name, Unit unit, double value, String detail) {
    return new Result(name, unit, value, null, 0, detail);
  }

  /** Operations per second. */
  public static Result rate(
      String name, long operations, Stopwatch time, @Nullable Histogram latencies, String detail) {
    Latency latency = latencies == null ? null : Latency.of(latencies);
    double rate = operations * 1e9 / time.wallNanos();
    double cpu = (double) time.cpuNanos() / operations;
    return new Result(name, Unit.OPS, rate, latency, cpu, detail);
  }

  /** As one line of JSON, with {@code more} fields. */
  public String json(Map<String, Object> more) {
    Map<String, Object> fields = new LinkedHashMap<>(more);
    fields.put("name", name);
    fields.put("unit", unit.name());
    fields.put("value", value);
    fields.put("cpu_ns", cpuNanos);
    fields.put("detail", detail);
    if (latency != null) {
      fields.put("p50_ns", latency.p50());
      fields.put("p99_ns", latency.p99());
      fields.put("p999_ns", latency.p999());
      fields.put("max_ns", latency.max());
    }
    return ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise());
  }

  /** Reads what {@link #json} wrote. */
  public static Result parse(String json) {
    Config fields = ConfigFactory.parseString(json);
    Latency latency = null;
    if (fields.hasPath("p50_ns")) {
      latency =
          new Latency(
              fields.getLong("p50_ns"),
              fields.getLong("p99_ns"),
              fields.getLong("p999_ns"),
              fields.getLong("max_ns"));
    }
    return new Result(
        fields.getString("name"),
        Unit.valueOf(fields.getString("unit")),
        fields.getDouble("value"),
        latency,
        fields.getDouble("cpu_ns"),
        fields.getString("detail"));
  }

  /** What a figure counts. */
  public enum Unit {
    /** Operations per second; more is better. */
    OPS("ops/s", true),
    /** Milliseconds; less is better. */
    MILLIS("ms", false),
    /** Millions of bytes; less is better. */
    MEGABYTES("MB", false),
    /** Bytes written for each byte of the user; less is better. */
    TIMES("x", false);

    private final String symbol;
    private final boolean moreIsBetter;

    Unit(String symbol, boolean moreIsBetter) {
      this.symbol = symbol;
      this.moreIsBetter = moreIsBetter;
    }

    /** How the unit is written. */
    public String symbol() {
      return symbol;
    }

    /** Whether a larger figure is the better one. */
    public boolean moreIsBetter() {
      return moreIsBetter;
    }
  }

  /** Percentiles of the time of single operations, in nanoseconds. */
  public record Latency(long p50, long p99, long p999, long max) {
    static Latency of(Histogram histogram) {
      return new Latency(
          histogram.getValueAtPercentile(50),
          histogram.getValueAtPercentile(99),
          histogram.getValueAtPercentile(99.9),
          histogram.getMaxValue());
    }
  }
}

package io.kodiak.benchmarks.suite;

import io.kodiak.benchmarks.base.Median;
import io.kodiak.benchmarks.workload.Result;
import io.kodiak.benchmarks.workload.Result.Latency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All results of a run: row by row, engine by engine, round by round. */
final class Measurements {
  private final Map<String, Map<String, List<Result>>> rows = new LinkedHashMap<>();

  void add(String engine, Result result) {
    rows.computeIfAbsent(result.name(), name -> new LinkedHashMap<>())
        .computeIfAbsent(engine, name -> new ArrayList<>())
        .add(result);
  }

  List<String> rowNames() {
    return List.copyOf(rows.keySet());
  }

  List<Result> rounds(String row, String engine) {
    return rows.getOrDefault(row, Map.of()).getOrDefault(engine, List.of());
  }

  /** The median over all rounds of every figure; {@code null} when the engine has no such row. */
  @Nullable Result median(String row, String engine) {
    List<Result> results = rounds(row, engine);
    if (results.isEmpty()) {
      return null;
    }
    Result first = results.get(0);
    Latency latency = null;
    if (first.latency() != null) {
      latency =
          new Latency(
              latency(results, Latency::p50),
              latency(results, Latency::p99),
              latency(results, Latency::p999),
              latency(results, Latency::max));
    }
    double value = Median.of(results.stream().mapToDouble(Result::value).toArray());
    double cpu = Median.of(results.stream().mapToDouble(Result::cpuNanos).toArray());
    return new Result(row, first.unit(), value, latency, cpu, first.detail());
  }

  private static long latency(List<Result> results, ToDoubleFunction<Latency> figure) {
    return (long)
        Median.of(
            results.stream()
                .map(Result::latency)
                .mapToDouble(
                    latency -> latency == null ? Double.NaN : figure.applyAsDouble(latency))
                .toArray());
  }

  /** The figure of one engine divided by the other's, round by round, in ascending order. */
  double[] ratios(String row, String engine, String other) {
    return ratios(row, engine, other, Result::value);
  }

  /** The processor time of the other engine divided by that of the one, in ascending order. */
  double[] cpuRatios(String row, String engine, String other) {
    return ratios(row, /* engine= */ other, /* other= */ engine, Result::cpuNanos);
  }

  private double[] ratios(
      String row, String engine, String other, ToDoubleFunction<Result> figure) {
    List<Result> a = rounds(row, engine);
    List<Result> b = rounds(row, other);
    double[] ratios = new double[Math.min(a.size(), b.size())];
    Arrays.setAll(ratios, i -> figure.applyAsDouble(a.get(i)) / figure.applyAsDouble(b.get(i)));
    Arrays.sort(ratios);
    return ratios;
  }
}

package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.overwrite.Outcome.Figure;
import io.kodiak.cli.chart.AmplificationChart;
import io.kodiak.cli.chart.AmplificationChart.Point;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What each contender did in the first round as a line of a chart, and dashed what the simulation
 * expects of it.
 */
final class OverwriteChart {
  /** Amplification of the first few flushes says little and would make the rest flat. */
  private static final double FIRST_SHARE = 0.1;

  private OverwriteChart() {}

  /** The chart of those outcomes that are of the first round. */
  static AmplificationChart of(Load load, List<Outcome> outcomes) throws PluginException {
    double bytes =
        outcomes.stream()
            .flatMap(outcome -> outcome.samples().stream())
            .mapToDouble(Outcome.Sample::userBytes)
            .max()
            .orElse(1);
    List<AmplificationChart.Line> lines = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      for (Outcome outcome : outcomes) {
        if (outcome.contender() == contender && outcome.round() == 1) {
          lines.add(line(contender, false, bytes, points(outcome)));
          if (contender.isKodiak()) {
            lines.add(line(contender, true, bytes, Predictions.of(load, outcome)));
          }
        }
      }
    }
    String title =
        String.format(
            Locale.ROOT,
            "%,d overwrites of %,d keys, memtables of %d MiB",
            load.writes(),
            load.keys(),
            load.writeBufferBytes() >> 20);
    return new AmplificationChart(
        title, "As fast as they are taken. Less is better.", "overwritten", bytes, lines);
  }

  private static AmplificationChart.Line line(
      Contender contender, boolean simulated, double bytes, List<Point> points) {
    return new AmplificationChart.Line(
        contender.label() + (simulated ? ", simulated" : ""),
        colour(contender),
        simulated,
        points.stream().filter(point -> point.bytes() >= FIRST_SHARE * bytes).toList());
  }

  /** Kodiak's policies have the colours that they have where the simulation compares them. */
  private static int colour(Contender contender) {
    return switch (contender) {
      case KODIAK_LEVELED -> 0;
      case KODIAK_TIERED -> 1;
      case KODIAK_UNIFIED -> 2;
      case ROCKSDB_UNIVERSAL -> 3;
      case ROCKSDB_LEVELED -> 5;
    };
  }

  private static List<Point> points(Outcome outcome) {
    double compacted = outcome.figure(Figure.COMPACTED_MEGABYTES) * 1e6;
    return outcome.samples().stream()
        .map(
            sample ->
                new Point(
                    sample.userBytes(),
                    sample.tableBytesWritten() / (double) sample.userBytes(),
                    sample.tableBytes() / compacted))
        .toList();
  }
}

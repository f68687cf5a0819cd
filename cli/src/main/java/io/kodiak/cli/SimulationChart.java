package io.kodiak.cli;

import io.kodiak.cli.chart.AmplificationChart;
import io.kodiak.engine.simulation.Prediction;
import io.kodiak.engine.simulation.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Predictions as a chart with a line for each configuration; dashed when the colours repeat. */
final class SimulationChart {
  private SimulationChart() {}

  /** The chart of what is predicted for a workload. */
  static AmplificationChart of(Workload workload, List<Simulated> results) {
    List<AmplificationChart.Line> lines = new ArrayList<>();
    for (Simulated each : results) {
      int colour = lines.size();
      lines.add(
          new AmplificationChart.Line(
              legend(each),
              colour,
              colour >= AmplificationChart.COLOURS,
              points(each.prediction())));
    }
    return new AmplificationChart(
        "What compaction would make of the workload",
        SimulationListing.describe(workload),
        "written by users",
        workload.bytes(),
        lines);
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

  private static List<AmplificationChart.Point> points(Prediction prediction) {
    return prediction.samples().stream()
        .map(
            sample ->
                new AmplificationChart.Point(
                    sample.userBytes(), sample.writeAmplification(), sample.spaceAmplification()))
        .toList();
  }
}

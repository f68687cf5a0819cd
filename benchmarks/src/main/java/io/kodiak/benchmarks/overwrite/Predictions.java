package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.overwrite.Outcome.Figure;
import io.kodiak.benchmarks.store.KodiakStore;
import io.kodiak.benchmarks.workload.Dataset;
import io.kodiak.cli.chart.AmplificationChart.Point;
import io.kodiak.engine.simulation.Environment;
import io.kodiak.engine.simulation.Prediction;
import io.kodiak.engine.simulation.Simulation;
import io.kodiak.engine.simulation.Workload;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the simulation expects of the same load, policy and sizes. The size of an entry in files,
 * and how fast writers, flushes and compactions are, it is told from what was measured.
 */
final class Predictions {
  /** What an entry takes in Kodiak's default memtable beside key and value (docs/memtables.md). */
  private static final double MEMTABLE_OVERHEAD = 23;

  private static final double FLUSH_RATE = 100e6;
  private static final int SLOWDOWN_RUNS = 20;
  private static final int STOP_RUNS = 36;

  private Predictions() {}

  /** How it would go, from when about every key was written once. */
  static List<Point> of(Load load, Outcome measured) throws PluginException {
    double entry = Dataset.KEY_BYTES + Dataset.VALUE_BYTES;
    Workload workload =
        new Workload(
            load.keys(),
            load.keys() + load.writes(),
            Dataset.KEY_BYTES,
            Dataset.VALUE_BYTES,
            0,
            Workload.Distribution.UNIFORM,
            0.99,
            load.seed());
    Environment environment =
        new Environment(
            load.writeBufferBytes(),
            MEMTABLE_OVERHEAD,
            0,
            measured.figure(Figure.COMPACTED_MEGABYTES) * 1e6 / load.keys() / entry,
            1,
            entry * measured.figure(Figure.THROUGHPUT) / (1 - measured.figure(Figure.HELD_BACK)),
            FLUSH_RATE,
            measured.figure(Figure.MERGED_MEGABYTES_A_SECOND) * 1e6,
            SLOWDOWN_RUNS,
            STOP_RUNS);
    String policy = measured.contender().option();
    Prediction prediction =
        Simulation.run(
            workload, environment, policy, KodiakStore.policy(policy, load.writeBufferBytes()));
    return points(prediction, load.keys() * entry);
  }

  private static List<Point> points(Prediction prediction, double filled) {
    List<Point> points = new ArrayList<>();
    double before = Double.NaN;
    for (Prediction.Sample sample : prediction.samples()) {
      if (sample.userBytes() >= filled) {
        double written = sample.userBytes() * sample.writeAmplification();
        if (Double.isNaN(before)) {
          before = written;
        }
        double since = sample.userBytes() - filled;
        if (since > 0) {
          points.add(new Point(since, (written - before) / since, sample.spaceAmplification()));
        }
      }
    }
    return points;
  }
}

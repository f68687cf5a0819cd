package io.kodiak.benchmarks.micro;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.TreeView;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import io.kodiak.engine.simulation.Environment;
import io.kodiak.engine.simulation.Simulation;
import io.kodiak.engine.simulation.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A policy asked what to do next, by the number of files: the mean over trees that follow each
 * other while random keys are written. The engine asks after every flush and every compaction.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class PlanBenchmark {
  private static final int VIEWS = 20;

  /** The plug-in, with its default settings. */
  @Param({"leveled", "tiered", "unified"})
  public String policy = "";

  /** How many files the tree has at least. */
  @Param({"1000", "10000", "50000"})
  public int files;

  private final List<TreeView> views = new ArrayList<>();
  private CompactionPolicy plugin;
  private int next;

  /** Says that there are trees enough. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Simulates writes, with large memtables so that this takes seconds, until the tree is large. */
  @Setup
  public void grow() {
    plugin = Plugins.policy(policy, new PlainSettings(Map.of()));
    double entries = 1e12;
    Workload workload =
        new Workload(entries, (long) entries, 16, 100, 0, Workload.Distribution.UNIFORM, 0.99, 1);
    Environment environment = new Environment(1L << 30, 23, 4, 1, 4, 1e9, 1e10, 64 << 20, 20, 36);
    try {
      Simulation.run(workload, environment, policy, this::watched);
    } catch (IOException e) {
      if (!(e.getCause() instanceof Enough)) {
        throw new IllegalStateException(policy + " failed in a simulation", e);
      }
    }
  }

  private List<CompactionPlan> watched(TreeView tree) {
    int count = 0;
    for (Run run : tree.runs()) {
      count += run.tables().size();
    }
    if (count >= files) {
      views.add(tree);
    }
    if (views.size() == VIEWS) {
      throw new Enough();
    }
    return plugin.plan(tree);
  }

  /** Asks for plans. */
  @Benchmark
  public List<CompactionPlan> plan() {
    next = (next + 1) % views.size();
    return plugin.plan(views.get(next));
  }
}

package io.kodiak.engine.simulation;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.Placement;
import io.kodiak.engine.compaction.PlanCheck;
import io.kodiak.engine.compaction.TrivialMoves;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs a compaction policy over the tree of a workload, flush by flush. Time is the simulation's:
 * writes, flushes and compactions take as long as the environment's rates say. For one thread.
 */
public final class Simulation {
  private static final long BEGIN_MILLIS = 1_700_000_000_000L;
  private static final int SAMPLES = 200;

  private final Workload workload;
  private final Environment environment;
  private final String policyName;
  private final CompactionPolicy policy;
  private final KeyClasses classes;
  private final TableMaker maker;
  private final ModelTree tree;
  private final SplittableRandom random;
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(Comparator.comparingDouble(Running::end));
  private final Tally tally = new Tally();
  private double now;
  private double written;

  private Simulation(
      Workload workload, Environment environment, String policyName, CompactionPolicy policy) {
    this.workload = workload;
    this.environment = environment;
    this.policyName = policyName;
    this.policy = policy;
    classes = workload.classes();
    maker = new TableMaker(workload, classes, environment);
    tree = new ModelTree(maker);
    random = new SplittableRandom(workload.seed());
  }

  /** A compaction that runs until a moment. */
  private record Running(CompactionPlan plan, Placement placement, double end) {}

  /**
   * Simulates a workload.
   *
   * @param policyName the name of the policy, for messages
   * @throws PluginException when the policy makes a plan that the engine would refuse, or fails
   */
  public static Prediction run(
      Workload workload, Environment environment, String policyName, CompactionPolicy policy)
      throws PluginException {
    return new Simulation(workload, environment, policyName, policy).run();
  }

  private Prediction run() throws PluginException {
    double perEntry =
        workload.keyBytes()
            + (1 - workload.deletes()) * workload.valueBytes()
            + environment.memtableOverhead();
    double writesPerFlush = Math.max(1, environment.memtableBytes() / perEntry);
    long flushes = (long) Math.ceil(workload.writes() / writesPerFlush);
    for (long flush = 0; flush < flushes; flush++) {
      double writes = Math.min(writesPerFlush, workload.writes() - written);
      write(writes);
      flush(writes);
      startCompactions();
      observe(flush, flushes);
    }
    while (!running.isEmpty()) {
      endNext();
    }
    return tally.prediction(now, workload.bytes());
  }

  /** Lets users write as fast as they may, while compactions end. */
  private void write(double writes) throws PluginException {
    double bytes = writes * workload.bytes() / workload.writes();
    double rate = environment.writeRate();
    int over = tree.runsOnTop() - environment.slowdownRuns() + 1;
    if (over > 0) {
      int steps = Math.max(1, environment.stopRuns() - environment.slowdownRuns() + 1);
      rate *= Math.max(0.02, 1 - (double) over / steps);
    }
    double ideal = bytes / environment.writeRate();
    double begin = now;
    advance(now + bytes / rate);
    while (tree.runsOnTop() >= environment.stopRuns() && !running.isEmpty()) {
      endNext();
    }
    tally.stalled += now - begin - ideal;
    written += writes;
  }

  private void advance(double to) throws PluginException {
    while (!running.isEmpty() && running.peek().end() <= to) {
      endNext();
    }
    now = Math.max(now, to);
  }

  private void flush(double writes) throws PluginException {
    double jitter = 1e-4;
    double from = jitter * random.nextDouble();
    double to = 1 - jitter * random.nextDouble();
    double[] present = new double[classes.count()];
    double fresh = 0;
    double share = written / workload.writes();
    if (workload.isFresh()) {
      fresh = writes;
    } else {
      for (int i = 0; i < present.length; i++) {
        present[i] = classes.touched(i, writes);
      }
    }
    if (workload.distribution() == Workload.Distribution.SEQUENTIAL) {
      from = share - writes / workload.writes();
      to = share;
    }
    double deleted = workload.isFresh() ? 0 : workload.deletes();
    SimulatedTable table =
        maker.table(
            new Part(Math.max(0, from), to, present, deleted, fresh),
            0,
            tree.newestRun(0) + 1,
            millis());
    advance(now + table.meta().bytes() / environment.flushRate());
    tally.flushed += table.meta().bytes();
    tree.add(table);
  }

  private long millis() {
    return BEGIN_MILLIS + (long) (now * 1_000);
  }

  private void startCompactions() throws PluginException {
    while (running.size() < environment.threads()) {
      Running next = pick();
      if (next == null) {
        return;
      }
      running.add(next);
    }
  }

  private @Nullable Running pick() throws PluginException {
    if (tree.isEmpty()) {
      return null;
    }
    Set<Long> busy = new HashSet<>();
    List<Placement> placements = new ArrayList<>();
    for (Running each : running) {
      busy.addAll(each.plan().inputs());
      placements.add(each.placement());
    }
    TreeView view = tree.view(busy, millis());
    List<CompactionPlan> plans = new ArrayList<>(policy.plan(view));
    plans.sort(Comparator.comparingInt(CompactionPlan::priority).reversed());
    for (CompactionPlan plan : plans) {
      Placement placement = PlanCheck.check(policyName, view, plan, busy, placements);
      if (placements.stream().noneMatch(placement::conflictsWith)) {
        return new Running(plan, placement, now + seconds(view, plan, placement));
      }
    }
    return null;
  }

  private double seconds(TreeView view, CompactionPlan plan, Placement placement) {
    if (TrivialMoves.applies(view, plan, placement)) {
      return 0;
    }
    double bytes = 0;
    for (SimulatedTable input : tree.inputs(plan)) {
      bytes += input.meta().bytes();
    }
    return bytes / environment.compactionRate();
  }

  private void endNext() throws PluginException {
    Running ended = running.remove();
    now = Math.max(now, ended.end());
    CompactionPlan plan = ended.plan();
    Placement placement = ended.placement();
    List<SimulatedTable> inputs = tree.inputs(plan);
    TreeView view = tree.view(Set.of(), millis());
    if (TrivialMoves.applies(view, plan, placement)) {
      List<SimulatedTable> moved = new ArrayList<>();
      inputs.forEach(
          input -> moved.add(TableMaker.moved(input, placement.level(), placement.run())));
      tally.moves += moved.size();
      tree.replace(inputs, moved);
    } else {
      List<SimulatedTable> outputs = tree.merged(plan, placement, millis());
      outputs.forEach(output -> tally.compacted += output.meta().bytes());
      tally.compactions++;
      tree.replace(inputs, outputs);
    }
    startCompactions();
  }

  private void observe(long flush, long flushes) {
    double userBytes = workload.bytes() * written / workload.writes();
    tally.observe(
        userBytes,
        tree.bytes() / liveBytes(),
        tree.readAmplification(),
        tree.count(),
        2 * flush >= flushes,
        flush % Math.max(1, flushes / SAMPLES) == 0);
  }

  /** What one table of everything that is alive would take. */
  private double liveBytes() {
    double entries = 0;
    if (workload.isFresh()) {
      entries = written;
    } else {
      for (int i = 0; i < classes.count(); i++) {
        entries += classes.touched(i, written) * classes.keys(i);
      }
      entries *= 1 - workload.deletes();
    }
    return Math.max(1, maker.bytes(entries, 0));
  }
}

package io.kodiak.engine.simulation;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.backpressure.Pressure;
import io.kodiak.engine.backpressure.WriteDebt;
import io.kodiak.engine.compaction.LevelZeroDrain;
import io.kodiak.engine.compaction.Placement;
import io.kodiak.engine.compaction.PlanCheck;
import io.kodiak.engine.compaction.TrivialMoves;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs a compaction policy over the tree of a workload, flush by flush. Time is the simulation's:
 * writes, flushes and compactions take as long as the environment's rates say, side by side, and
 * writers are held back as the engine would. For one thread.
 */
public final class Simulation {
  private static final long BEGIN_MILLIS = 1_700_000_000_000L;
  private static final int SAMPLES = 200;

  /** Writers look at the pressure so often while they fill a memtable, or after so many bytes. */
  private static final int LOOKS = 64;

  private static final double LOOK_BYTES = 256 << 10;

  /** A compaction is split into so many parts for each thread, each of so many files at least. */
  private static final int PARTS_PER_THREAD = 2;

  private static final int FILES_PER_PART = 2;

  private final Workload workload;
  private final Environment environment;
  private final String policyName;
  private final CompactionPolicy policy;
  private final KeyClasses classes;
  private final TableMaker maker;
  private final ModelTree tree = new ModelTree();
  private final Merging merging;
  private final Writers writers;
  private final CompactionThreads threads;
  private final SplittableRandom random;
  private final LevelZeroDrain drain = new LevelZeroDrain();
  private final Tally tally = new Tally();
  private final double bytesPerWrite;
  private final double writesPerFlush;
  private double now;
  private double written;
  private double flushed;
  private long flushes;

  private Simulation(
      Workload workload, Environment environment, String policyName, CompactionPolicy policy) {
    this.workload = workload;
    this.environment = environment;
    this.policyName = policyName;
    this.policy = policy;
    classes = workload.classes();
    maker = new TableMaker(workload, classes, environment);
    merging = new Merging(maker, tree, workload.deletes() > 0);
    writers =
        new Writers(
            environment, new WriteDebt(environment.writeLimits(), () -> (long) (now * 1e9)));
    threads = new CompactionThreads(environment);
    random = new SplittableRandom(workload.seed());
    bytesPerWrite = workload.bytes() / workload.writes();
    writesPerFlush =
        Math.max(1, environment.memtableBytes() / (bytesPerWrite + environment.memtableOverhead()));
  }

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
    while (workload.writes() - written > 0.5) {
      double writes = Math.min(writesPerFlush, workload.writes() - written);
      fill(writes);
      written += writes;
      while (!writers.haveRoom()) {
        awaitEvent();
      }
      Part content = content(writes);
      writers.filled(
          new Writers.Full(content, writes, maker.bytes(content)), writes * bytesPerWrite, now);
    }
    double ended = now;
    while (hasEvent()) {
      awaitEvent();
    }
    observe();
    return tally.prediction(ended, workload.bytes() / environment.writeRate(), workload.bytes());
  }

  /** Lets users write as fast as they may, while flushes and compactions end. */
  private void fill(double writes) throws PluginException {
    double look = Math.max(writes / LOOKS, LOOK_BYTES / bytesPerWrite);
    double done = 0;
    while (done < writes) {
      Pressure pressure = writers.pressure(done / writesPerFlush);
      if (pressure.stop()) {
        awaitEvent(); // there is one: what is to be merged or flushed is, or this was no stop
        continue;
      }
      double rate = Math.min(environment.writeRate(), pressure.bytesPerSecond());
      double step = Math.min(look, writes - done);
      double seconds = step * bytesPerWrite / rate;
      double event = nextEvent();
      if (event <= now + seconds) {
        done += Math.min(step, Math.max(0, event - now) * rate / bytesPerWrite);
        awaitEvent();
      } else {
        pass(now + seconds);
        done = step < look ? writes : done + step;
      }
    }
  }

  private boolean hasEvent() {
    return nextEvent() < Double.POSITIVE_INFINITY;
  }

  private double nextEvent() {
    return Math.min(writers.flushEnds(), now + threads.secondsToNext());
  }

  private void pass(double to) {
    threads.pass(Math.max(0, to - now));
    now = Math.max(now, to);
  }

  /** Lets time go by until a flush or a compaction ends. */
  private void awaitEvent() throws PluginException {
    double compactionEnds = now + threads.secondsToNext();
    if (compactionEnds <= writers.flushEnds()) {
      pass(compactionEnds);
      RunningCompaction ended = threads.end();
      if (ended != null) {
        end(ended);
      }
    } else {
      pass(writers.flushEnds());
      Writers.Full memtable = writers.flushed(now);
      if (memtable != null) {
        end(memtable);
      }
    }
    writers.treeIs(tree);
    startCompactions();
  }

  /** What so many writes leave in a memtable. */
  private Part content(double writes) {
    double jitter = 1e-4;
    double from = jitter * random.nextDouble();
    double to = 1 - jitter * random.nextDouble();
    double[] present = new double[classes.count()];
    if (workload.isFresh()) {
      if (workload.distribution() == Workload.Distribution.SEQUENTIAL) {
        to = Math.min(1, written / workload.writes());
        from = Math.max(0, to - writes / workload.writes());
      }
      return new Part(from, to, present, 0, writes);
    }
    for (int i = 0; i < present.length; i++) {
      present[i] = classes.touched(i, writes);
    }
    return new Part(from, to, present, workload.deletes(), 0);
  }

  private void end(Writers.Full memtable) {
    SimulatedTable table = maker.table(memtable.content(), 0, tree.newestRun(0) + 1, millis());
    if (flushes > 0) {
      observe();
    }
    tally.flushed += table.meta().bytes();
    tree.add(table);
    flushed += memtable.writes();
    flushes++;
    tally.peak(spaceAmplification(), countsNow());
  }

  private long millis() {
    return BEGIN_MILLIS + (long) (now * 1_000);
  }

  private void startCompactions() throws PluginException {
    while (!threads.areFull() && !tree.isEmpty()) {
      RunningCompaction next = pick();
      if (next == null || !threads.haveRoomFor(next.plan().priority())) {
        return;
      }
      threads.begin(next);
    }
  }

  private @Nullable RunningCompaction pick() throws PluginException {
    Set<Long> busy = new HashSet<>();
    List<Placement> placements = new ArrayList<>();
    for (RunningCompaction each : threads.running()) {
      busy.addAll(each.plan().inputs());
      placements.add(each.placement());
    }
    TreeView view = tree.view(busy, millis());
    List<CompactionPlan> plans = new ArrayList<>(plans(view));
    writers.atRest(plans.isEmpty() && threads.areIdle());
    plans.sort(Comparator.comparingInt(CompactionPlan::priority).reversed());
    for (CompactionPlan plan : plans) {
      List<SSTableMeta> inputs = metas(tree.inputs(plan));
      Placement placement = PlanCheck.check(policyName, view, plan, inputs, busy, placements);
      if (placements.stream().noneMatch(placement::conflictsWith)) {
        return begun(view, plan, placement, inputs);
      }
    }
    return null;
  }

  private List<CompactionPlan> plans(TreeView view) throws PluginException {
    try {
      return policy.plan(view);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw new PluginException(
          "compaction policy \"" + policyName + "\"", "failed to plan in a simulation", fault);
    }
  }

  private static List<SSTableMeta> metas(List<SimulatedTable> tables) {
    List<SSTableMeta> metas = new ArrayList<>(tables.size());
    tables.forEach(table -> metas.add(table.meta()));
    return metas;
  }

  private RunningCompaction begun(
      TreeView view, CompactionPlan plan, Placement placement, List<SSTableMeta> inputs) {
    double bytes = 0;
    for (SSTableMeta input : inputs) {
      bytes += input.bytes();
    }
    double most = environment.threads() == 1 ? 1 : PARTS_PER_THREAD * environment.threads();
    double parts = Math.min(most, Math.floor(bytes / FILES_PER_PART / plan.targetBytes()));
    return new RunningCompaction(
        plan,
        placement,
        TrivialMoves.applies(view, plan, placement, inputs),
        bytes,
        (int) Math.max(1, parts));
  }

  private void end(RunningCompaction compaction) {
    Placement placement = compaction.placement();
    List<SimulatedTable> inputs = tree.inputs(compaction.plan());
    List<SimulatedTable> outputs = new ArrayList<>();
    if (compaction.moves()) {
      inputs.forEach(
          input -> outputs.add(TableMaker.moved(input, placement.level(), placement.run())));
      tally.moves += outputs.size();
    } else {
      outputs.addAll(merging.outputs(compaction, millis()));
      outputs.forEach(output -> tally.compacted += output.meta().bytes());
      tally.compactions++;
    }
    List<Run> before = tree.runs();
    tree.replace(inputs, outputs);
    writers.drained(drain.wholeRunsLess(before, tree.runs(), compaction.plan(), placement));
  }

  /** Looks at the tree as it was left since the flush before, to be called before the next. */
  private void observe() {
    tally.observe(
        bytesPerWrite * flushed,
        spaceAmplification(),
        tree.readAmplification(),
        tree.count(),
        countsNow(),
        flushes % Math.max(1, flushesInAll() / SAMPLES) == 0);
  }

  private double spaceAmplification() {
    return tree.bytes() / liveBytes();
  }

  private boolean countsNow() {
    return 2 * flushes >= flushesInAll();
  }

  private long flushesInAll() {
    return (long) Math.ceil(workload.writes() / writesPerFlush);
  }

  /** What one table of everything that is alive would take. */
  private double liveBytes() {
    double entries = 0;
    if (workload.isFresh()) {
      entries = flushed;
    } else {
      for (int i = 0; i < classes.count(); i++) {
        entries += classes.touched(i, flushed) * classes.keys(i);
      }
      entries *= 1 - workload.deletes();
    }
    return Math.max(1, maker.bytes(entries, 0));
  }
}

package io.kodiak.engine.simulation;

import io.kodiak.api.CompactionPlan;
import io.kodiak.engine.compaction.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the tables that compactions write. For one thread. */
final class Merging {
  /** What a file overlaps of the level below, in target sizes; as in the engine. */
  private static final double OVERLAPPED_TARGETS = 10;

  private final TableMaker maker;
  private final ModelTree tree;
  private final boolean hasDeletes;

  Merging(TableMaker maker, ModelTree tree, boolean hasDeletes) {
    this.maker = maker;
    this.tree = tree;
    this.hasDeletes = hasDeletes;
  }

  /** The outputs of a compaction. */
  List<SimulatedTable> outputs(RunningCompaction compaction, long nowMillis) {
    CompactionPlan plan = compaction.plan();
    Placement placement = compaction.placement();
    // Without tombstones it does not matter what lies below.
    List<SimulatedTable> inputs = tree.inputs(plan);
    double from = inputs.stream().mapToDouble(SimulatedTable::from).min().orElse(0);
    double to = inputs.stream().mapToDouble(SimulatedTable::to).max().orElse(1);
    Coverage below = hasDeletes ? Coverage.of(tree.below(inputs, from, to)) : Coverage.NONE;
    List<Part> parts = MergedParts.of(maker, inputs, below);
    int level = placement.level();
    // Files of level 0 go down together.
    List<SimulatedTable> overlapped = level == 0 ? List.of() : tree.levelBelow(level, from, to);
    FileCutter cutter =
        new FileCutter(
            maker,
            plan.targetBytes(),
            boundaries(plan, parts, compaction.parts()),
            new OverlappedLevel(overlapped, OVERLAPPED_TARGETS * plan.targetBytes()));
    List<SimulatedTable> outputs = new ArrayList<>();
    for (Part part : cutter.cut(parts)) {
      if (maker.entries(part) >= 0.5) {
        outputs.add(maker.table(part, level, placement.run(), nowMillis));
      }
    }
    return outputs;
  }

  /** Files begin at the boundaries of the plan, and where threads have divided the work. */
  private double[] boundaries(CompactionPlan plan, List<Part> parts, int ranges) {
    double[] found = new double[plan.boundaries().size() + ranges - 1];
    int count = 0;
    for (; count < plan.boundaries().size(); count++) {
      found[count] = TableMaker.place(plan.boundaries().get(count));
    }
    double total = 0;
    for (Part part : parts) {
      total += maker.bytes(part);
    }
    double passed = 0;
    int range = 1;
    for (Part part : parts) {
      double bytes = maker.bytes(part);
      while (range < ranges && passed + bytes >= total * range / ranges) {
        double share = bytes == 0 ? 0 : (total * range / ranges - passed) / bytes;
        found[count++] = part.from() + part.width() * Math.max(0, Math.min(1, share));
        range++;
      }
      passed += bytes;
    }
    double[] all = Arrays.copyOf(found, count);
    Arrays.sort(all);
    return all;
  }
}

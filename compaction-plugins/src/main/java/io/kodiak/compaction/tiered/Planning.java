package io.kodiak.compaction.tiered;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.TableIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The plans of one call, and which tables they have taken so far. */
final class Planning {
  private static final double PRIORITY_PER_SCORE = 1000;

  private final TreeView tree;
  private final TieredOptions options;
  private final TableIds taken;
  private final long[] bytes;
  private final List<CompactionPlan> plans = new ArrayList<>();

  Planning(TreeView tree, TieredOptions options) {
    this.tree = tree;
    this.options = options;
    this.taken = new TableIds(tree.busy());
    this.bytes = new long[tree.runs().size()];
  }

  TreeView tree() {
    return tree;
  }

  TieredOptions options() {
    return options;
  }

  /** Every run, newest first. */
  List<Run> runs() {
    return tree.runs();
  }

  /** The ids of tables that are busy or inputs of a plan. */
  TableIds taken() {
    return taken;
  }

  /** The size of the run of an index, summed up once. */
  long bytes(int run) {
    if (bytes[run] == 0) {
      bytes[run] = runs().get(run).bytes();
    }
    return bytes[run];
  }

  boolean isTaken(SSTableMeta table) {
    return taken.contains(table.id());
  }

  /** Whether nothing of a run is left to plan with: soon it will be part of another. */
  boolean isTaken(Run run) {
    for (SSTableMeta table : run.tables()) {
      if (!isTaken(table)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds a plan.
   *
   * @param score how due it is, from 1 on
   */
  void add(Set<Long> inputs, int outputLevel, List<Slice> boundaries, double score, String reason) {
    int priority = (int) Math.min(Integer.MAX_VALUE - 1, score * PRIORITY_PER_SCORE);
    // Where boundaries cut, the size has only to keep a crowded range from one huge file.
    long target = boundaries.isEmpty() ? options.targetFileBytes() : 2 * options.targetFileBytes();
    plans.add(new CompactionPlan(inputs, outputLevel, target, priority, boundaries, reason));
    taken.addAll(inputs);
  }

  List<CompactionPlan> plans() {
    return plans;
  }
}

package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Plans a compaction that was asked for by hand: every SSTable that overlaps a range of keys, from
 * level 0 down to a level, is merged into one run of that level.
 *
 * <p>An SSTable that reaches beyond the range is read whole, so others may have to be read as well
 * for newer data to stay above older; these are added until nothing is missing by the rules that
 * {@link PlanCheck} holds a plan against.
 */
public final class ManualPlan {
  /** The size of the files that such a compaction makes, in bytes. */
  private static final long TARGET_BYTES = 64L << 20;

  private final TreeView tree;
  private final int level;
  private final Set<Long> inputs = new HashSet<>();

  private ManualPlan(TreeView tree, int level) {
    this.tree = tree;
    this.level = level;
  }

  /**
   * Plans it.
   *
   * @param tree the tree, with nothing busy
   * @param level where to; deeper levels are left alone. Empty: the deepest with data, but not 0
   * @return empty when no SSTable down to that level overlaps the range
   */
  public static Optional<CompactionPlan> of(TreeView tree, KeyRange range, OptionalInt level) {
    ManualPlan plan = new ManualPlan(tree, level.orElse(Math.max(1, tree.lastLevel())));
    plan.addOverlapping(range);
    if (plan.inputs.isEmpty()) {
      return Optional.empty();
    }
    int before = 0;
    while (plan.inputs.size() > before) {
      before = plan.inputs.size();
      plan.complete();
    }
    return Optional.of(plan.plan());
  }

  private void addOverlapping(KeyRange range) {
    for (Run run : tree.runs()) {
      for (SSTableMeta table : run.tables()) {
        if (table.level() <= level && range.overlaps(table.firstKey(), table.lastKey())) {
          inputs.add(table.id());
        }
      }
    }
  }

  /** Adds what is in the way of the inputs that there are. */
  private void complete() {
    Placement placement = Placement.of(tree, plan(), List.of());
    List<Run> runs = tree.runs();
    addOldestRun(placement);
    int end = placement.position(runs);
    if (!placement.founded()) {
      add(TreeAnalysis.overlapping(runs.get(end), placement.first(), placement.last()));
    }
    for (int i = 0; i < end; i++) {
      for (SSTableMeta table : runs.get(i).tables()) {
        if (inputs.contains(table.id())) {
          for (Run between : runs.subList(i + 1, end)) {
            add(TreeAnalysis.overlapping(between, table.firstKey(), table.lastKey()));
          }
        }
      }
    }
  }

  /** Has the outputs join what they overlap on their level, so that it gets no further run. */
  private void addOldestRun(Placement placement) {
    List<Run> runs = tree.level(level);
    for (int i = runs.size() - 1; i >= 0; i--) {
      List<SSTableMeta> there =
          TreeAnalysis.overlapping(runs.get(i), placement.first(), placement.last());
      if (!there.isEmpty()) {
        add(there);
        return;
      }
    }
  }

  private void add(List<SSTableMeta> tables) {
    for (SSTableMeta table : tables) {
      inputs.add(table.id());
    }
  }

  private CompactionPlan plan() {
    return new CompactionPlan(inputs, level, TARGET_BYTES, Integer.MAX_VALUE, "asked for by hand");
  }
}

package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.Placement;
import io.kodiak.engine.compaction.PlanCheck;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The compactions that run, and what may run beside them. For one thread at a time. */
final class RunningCompactions {
  private final List<ChosenCompaction> all = new ArrayList<>();

  /** Those of all tables, in the order in which they were begun. */
  List<ChosenCompaction> all() {
    return List.copyOf(all);
  }

  void add(ChosenCompaction chosen) {
    all.add(chosen);
  }

  void remove(ChosenCompaction chosen) {
    all.remove(chosen);
  }

  /** Those of a table. */
  List<ChosenCompaction> of(TableState table) {
    List<ChosenCompaction> here = new ArrayList<>();
    for (ChosenCompaction chosen : all) {
      if (chosen.table() == table) {
        here.add(chosen);
      }
    }
    return here;
  }

  /** The ids of the SSTables of a table that they read. */
  Set<Long> busy(TableState table) {
    Set<Long> busy = new HashSet<>();
    of(table).forEach(each -> busy.addAll(each.plan().inputs()));
    return busy;
  }

  /** Whether one runs for a request. */
  boolean isFor(ManualCompaction request) {
    return all.stream().anyMatch(chosen -> chosen.request() == request);
  }

  /**
   * A plan, made ready to run; {@code null} when it has to wait for one that runs.
   *
   * @param policy who made the plan, for messages
   * @param view the tree, in which is busy what is so now
   * @param request what asked for it by hand; {@code null}: nobody did
   * @throws PluginException when the plan is unsound
   */
  @Nullable ChosenCompaction admit(
      String policy,
      TableState table,
      Tree tree,
      TreeView view,
      CompactionPlan plan,
      @Nullable ManualCompaction request)
      throws PluginException {
    List<ChosenCompaction> here = of(table);
    List<Placement> placements = new ArrayList<>();
    here.forEach(chosen -> placements.add(chosen.placement()));
    List<SSTableMeta> inputs = tree.inOrder(plan.inputs());
    Placement placement = PlanCheck.check(policy, view, plan, inputs, view.busy(), placements);
    for (Placement other : placements) {
      if (placement.conflictsWith(other)) {
        return null;
      }
    }
    boolean lastLevel = Targets.isLast(placement.level(), lastLevel(view, plan));
    return new ChosenCompaction(table, tree, plan, placement, lastLevel, request);
  }

  /** The deepest level that holds data which is not merged by the plan; -1 when there is none. */
  static int lastLevel(TreeView view, CompactionPlan plan) {
    for (int i = view.runs().size() - 1; i >= 0; i--) {
      Run run = view.runs().get(i);
      for (SSTableMeta table : run.tables()) {
        if (!plan.inputs().contains(table.id())) {
          return run.level();
        }
      }
    }
    return -1;
  }
}

package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.PluginException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds a plan against the tree, so that no policy can make the tree wrong.
 *
 * <p>The rules are those of {@link CompactionPlan}: all inputs known and free; the output level not
 * above an input; and newer data never below older data, for which every table in the way of an
 * input must be an input too. A plan that breaks one is a fault of the policy.
 */
public final class PlanCheck {
  private final String policy;
  private final TreeView tree;
  private final CompactionPlan plan;

  private PlanCheck(String policy, TreeView tree, CompactionPlan plan) {
    this.policy = policy;
    this.tree = tree;
    this.plan = plan;
  }

  /**
   * Examines a plan and says where its outputs go.
   *
   * <p>The result may still {@link Placement#conflictsWith conflict} with a running compaction;
   * such a plan is sound and has to wait.
   *
   * @param policy the name of the policy, for messages
   * @param tree what the policy saw; nothing in it has changed since, but more tables may be busy
   * @param busy the ids of tables that running compactions read
   * @param running where the running compactions of this table put their outputs
   * @throws PluginException when the plan breaks a rule, naming policy, tables and rule
   */
  public static Placement check(
      String policy,
      TreeView tree,
      CompactionPlan plan,
      Set<Long> busy,
      Collection<Placement> running)
      throws PluginException {
    PlanCheck check = new PlanCheck(policy, tree, plan);
    check.inputsKnown();
    check.inputsFree(busy);
    check.levelNotAboveInputs();
    Placement placement = Placement.of(tree, plan, running);
    check.nothingInBetween(placement);
    check.outputRunComplete(placement);
    return placement;
  }

  private void inputsKnown() throws PluginException {
    Set<Long> unknown = new TreeSet<>(plan.inputs());
    Placement.inputs(tree, plan).forEach(input -> unknown.remove(input.id()));
    require(unknown.isEmpty(), "the tree has no SSTable " + list(unknown));
  }

  private void inputsFree(Set<Long> busy) throws PluginException {
    Set<Long> taken = new TreeSet<>(plan.inputs());
    taken.retainAll(busy);
    require(taken.isEmpty(), "SSTable " + list(taken) + " is read by a running compaction");
  }

  private void levelNotAboveInputs() throws PluginException {
    for (SSTableMeta input : Placement.inputs(tree, plan)) {
      require(
          input.level() <= plan.outputLevel(),
          "the output level is above level " + input.level() + " of its input " + name(input));
    }
  }

  private void nothingInBetween(Placement placement) throws PluginException {
    List<Run> runs = tree.runs();
    int end = placement.position(runs);
    for (int i = 0; i < end; i++) {
      for (SSTableMeta input : runs.get(i).tables()) {
        if (plan.inputs().contains(input.id())) {
          for (Run between : runs.subList(i + 1, end)) {
            requireInputs(
                TreeAnalysis.overlapping(between, input.firstKey(), input.lastKey()),
                "overlaps the input " + name(input) + " and lies between it and the output");
          }
        }
      }
    }
  }

  private void outputRunComplete(Placement placement) throws PluginException {
    if (!placement.founded()) {
      requireInputs(
          TreeAnalysis.overlapping(
              tree.runs().get(placement.position(tree.runs())),
              placement.first(),
              placement.last()),
          "overlaps the inputs' span, from "
              + placement.first()
              + " to "
              + placement.last()
              + ", in the run that the outputs join");
    }
  }

  private void requireInputs(List<SSTableMeta> tables, String because) throws PluginException {
    for (SSTableMeta table : tables) {
      require(
          plan.inputs().contains(table.id()),
          "SSTable " + name(table) + " must be an input too: it " + because);
    }
  }

  private void require(boolean holds, String problem) throws PluginException {
    if (!holds) {
      throw new PluginException(
          "compaction policy \"" + policy + "\"",
          "refused its plan for table \""
              + tree.table()
              + "\" to merge SSTables "
              + list(new TreeSet<>(plan.inputs()))
              + " into level "
              + plan.outputLevel()
              + " ("
              + plan.reason()
              + "): "
              + problem);
    }
  }

  private static String name(SSTableMeta table) {
    return table.id() + " (level " + table.level() + ", run " + table.run() + ")";
  }

  private static String list(Collection<Long> ids) {
    String text = ids.toString();
    return text.substring(1, text.length() - 1);
  }
}

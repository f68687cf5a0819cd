package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.PluginException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
  private final List<SSTableMeta> inputs;

  private PlanCheck(String policy, TreeView tree, CompactionPlan plan, List<SSTableMeta> inputs) {
    this.policy = policy;
    this.tree = tree;
    this.plan = plan;
    this.inputs = inputs;
  }

  /**
   * Examines a plan and says where its outputs go.
   *
   * <p>The result may still {@link Placement#conflictsWith conflict} with a running compaction;
   * such a plan is sound and has to wait.
   *
   * <p>It takes a search of each run for each input, whatever else the tree holds.
   *
   * @param policy the name of the policy, for messages
   * @param tree what the policy saw; nothing in it has changed since, but more tables may be busy
   * @param inputs those of the tables that the plan names which the tree has, in its order
   * @param busy the ids of tables that running compactions read
   * @param running where the running compactions of this table put their outputs
   * @throws PluginException when the plan breaks a rule, naming policy, tables and rule
   */
  public static Placement check(
      String policy,
      TreeView tree,
      CompactionPlan plan,
      List<SSTableMeta> inputs,
      Set<Long> busy,
      Collection<Placement> running)
      throws PluginException {
    PlanCheck check = new PlanCheck(policy, tree, plan, inputs);
    check.inputsKnown();
    check.inputsFree(busy);
    check.levelNotAboveInputs();
    Placement placement = Placement.of(tree, plan, inputs, running);
    check.nothingInBetween(placement);
    check.outputRunComplete(placement);
    return placement;
  }

  private void inputsKnown() throws PluginException {
    if (inputs.size() < plan.inputs().size()) {
      Set<Long> unknown = new TreeSet<>(plan.inputs());
      inputs.forEach(input -> unknown.remove(input.id()));
      throw refused("the tree has no SSTable " + list(unknown));
    }
  }

  private void inputsFree(Set<Long> busy) throws PluginException {
    // In this order it looks at each input, and not at all that is busy.
    if (!Collections.disjoint(busy, plan.inputs())) {
      Set<Long> taken = new TreeSet<>(plan.inputs());
      taken.retainAll(busy);
      throw refused("SSTable " + list(taken) + " is read by a running compaction");
    }
  }

  private void levelNotAboveInputs() throws PluginException {
    for (SSTableMeta input : inputs) {
      if (input.level() > plan.outputLevel()) {
        throw refused(
            "the output level is above level " + input.level() + " of its input " + name(input));
      }
    }
  }

  private void nothingInBetween(Placement placement) throws PluginException {
    List<Run> runs = tree.runs();
    int end = placement.position(runs);
    int place = 0;
    for (SSTableMeta input : inputs) {
      while (place < end
          && !TrivialMove.isAt(input, runs.get(place).level(), runs.get(place).id())) {
        place++;
      }
      for (int between = place + 1; between < end; between++) {
        SSTableMeta missing = missing(runs.get(between), input.firstKey(), input.lastKey());
        if (missing != null) {
          throw refused(
              missing, "overlaps the input " + name(input) + " and lies between it and the output");
        }
      }
    }
  }

  private void outputRunComplete(Placement placement) throws PluginException {
    if (!placement.founded()) {
      Run joined = tree.runs().get(placement.position(tree.runs()));
      SSTableMeta missing = missing(joined, placement.first(), placement.last());
      if (missing != null) {
        throw refused(
            missing,
            "overlaps the inputs' span, from "
                + placement.first()
                + " to "
                + placement.last()
                + ", in the run that the outputs join");
      }
    }
  }

  /** A table of a run that overlaps a range of keys and is no input. */
  private @Nullable SSTableMeta missing(Run run, Slice first, Slice last) {
    for (SSTableMeta table : TreeAnalysis.overlapping(run, first, last)) {
      if (!plan.inputs().contains(table.id())) {
        return table;
      }
    }
    return null;
  }

  private PluginException refused(SSTableMeta missing, String because) {
    return refused("SSTable " + name(missing) + " must be an input too: it " + because);
  }

  private PluginException refused(String problem) {
    return new PluginException(
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

  private static String name(SSTableMeta table) {
    return table.id() + " (level " + table.level() + ", run " + table.run() + ")";
  }

  private static String list(Collection<Long> ids) {
    String text = ids.toString();
    return text.substring(1, text.length() - 1);
  }
}

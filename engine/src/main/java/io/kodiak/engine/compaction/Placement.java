package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Where the outputs of a compaction go: the run that they join, or found.
 *
 * <p>They join the oldest run of the output level from which a table is among the inputs; otherwise
 * the newest run of that level, when no table of it overlaps the span of the inputs; otherwise they
 * become a new run, the newest of that level.
 *
 * @param level the level of the run
 * @param run the id of the run
 * @param founded whether the run does not exist yet
 * @param first the least key of all inputs
 * @param last the greatest key of all inputs
 */
public record Placement(int level, long run, boolean founded, Slice first, Slice last) {

  /**
   * Whether both may not be at work at once: their outputs might overlap in one run, although
   * neither sees the other's in the tree.
   */
  public boolean conflictsWith(Placement other) {
    return level == other.level
        && run == other.run
        && first.compareTo(other.last) <= 0
        && last.compareTo(other.first) >= 0;
  }

  /**
   * Places the outputs of a plan whose inputs are tables of the tree.
   *
   * @param running where the compactions that run now put their outputs; a run that one of them
   *     founds counts as the newest of its level
   */
  static Placement of(TreeView tree, CompactionPlan plan, Collection<Placement> running) {
    return of(tree, plan, inputs(tree, plan), running);
  }

  /**
   * Places the outputs of a plan.
   *
   * @param inputs what {@link #inputs} says of it
   */
  static Placement of(
      TreeView tree, CompactionPlan plan, List<SSTableMeta> inputs, Collection<Placement> running) {
    Slice first = inputs.get(0).firstKey();
    Slice last = inputs.get(0).lastKey();
    for (SSTableMeta input : inputs) {
      first = input.firstKey().compareTo(first) < 0 ? input.firstKey() : first;
      last = input.lastKey().compareTo(last) > 0 ? input.lastKey() : last;
    }
    int level = plan.outputLevel();
    List<Run> runs = tree.level(level);
    for (int i = inputs.size() - 1; i >= 0; i--) {
      if (inputs.get(i).level() == level) {
        return new Placement(level, inputs.get(i).run(), false, first, last);
      }
    }
    long newest = runs.isEmpty() ? 0 : runs.get(0).id();
    long founded = newest;
    for (Placement other : running) {
      if (other.founded && other.level == level) {
        founded = Math.max(founded, other.run);
      }
    }
    if (founded > newest) {
      return new Placement(level, founded, true, first, last);
    }
    if (!runs.isEmpty() && TreeAnalysis.overlapping(runs.get(0), first, last).isEmpty()) {
      return new Placement(level, newest, false, first, last);
    }
    return new Placement(level, newest + 1, true, first, last);
  }

  /** Where in the order of the runs of the tree the one of the outputs is, or would be. */
  int position(List<Run> runs) {
    int position = 0;
    while (position < runs.size() && precedes(runs.get(position))) {
      position++;
    }
    return position;
  }

  private boolean precedes(Run other) {
    return other.level() < level || (other.level() == level && other.id() > run);
  }

  /** The tables that the plan names, in the order of the tree. */
  static List<SSTableMeta> inputs(TreeView tree, CompactionPlan plan) {
    List<SSTableMeta> inputs = new ArrayList<>(plan.inputs().size());
    for (Run run : tree.runs()) {
      for (SSTableMeta table : run.tables()) {
        if (plan.inputs().contains(table.id())) {
          inputs.add(table);
        }
      }
    }
    return inputs;
  }
}

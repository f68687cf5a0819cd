package io.kodiak.testkit;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * A plan that runs, and where its result will go.
 *
 * @param plan the plan
 * @param run the id of the run that the result joins or founds
 * @param founds whether that run does not exist yet
 * @param first the least key of all inputs
 * @param last the greatest key of all inputs
 */
record SimulatedCompaction(CompactionPlan plan, long run, boolean founds, Slice first, Slice last) {
  /** Places a plan beside those that run: a run that one of these founds is the newest. */
  static SimulatedCompaction of(
      TreeView tree, CompactionPlan plan, Collection<SimulatedCompaction> running) {
    List<SSTableMeta> inputs = PlanRules.inputs(tree, plan);
    Slice first = inputs.stream().map(SSTableMeta::firstKey).min(Slice::compareTo).orElseThrow();
    Slice last = inputs.stream().map(SSTableMeta::lastKey).max(Slice::compareTo).orElseThrow();
    OptionalInt joined = PlanRules.joinedRun(tree, plan);
    boolean holdsInput = inputs.stream().anyMatch(table -> table.level() == plan.outputLevel());
    long newest = tree.level(plan.outputLevel()).stream().mapToLong(Run::id).max().orElse(0);
    long founded = newest;
    for (SimulatedCompaction other : running) {
      if (other.founds && other.plan.outputLevel() == plan.outputLevel()) {
        founded = Math.max(founded, other.run);
      }
    }
    if (!holdsInput && founded > newest) {
      return new SimulatedCompaction(plan, founded, true, first, last);
    }
    return joined.isPresent()
        ? new SimulatedCompaction(plan, tree.runs().get(joined.getAsInt()).id(), false, first, last)
        : new SimulatedCompaction(plan, newest + 1, true, first, last);
  }

  /** Whether both results might overlap in one run. */
  boolean conflictsWith(SimulatedCompaction other) {
    return plan.outputLevel() == other.plan.outputLevel()
        && run == other.run
        && first.compareTo(other.last) <= 0
        && last.compareTo(other.first) >= 0;
  }
}

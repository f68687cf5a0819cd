package io.kodiak.testkit;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The rules of {@link CompactionPlan}, written a second time, independently of the engine's, so
 * that tests of policies need no engine and tests of the engine have something to be compared with.
 */
public final class PlanRules {
  private final TreeView tree;
  private final CompactionPlan plan;
  private final List<String> problems = new ArrayList<>();

  private PlanRules(TreeView tree, CompactionPlan plan) {
    this.tree = tree;
    this.plan = plan;
  }

  /** What is wrong with a plan for this tree; empty when the engine would run it. */
  public static List<String> problems(TreeView tree, CompactionPlan plan) {
    PlanRules rules = new PlanRules(tree, plan);
    rules.check();
    return rules.problems;
  }

  /** What is wrong with plans that one call of a policy returned; empty when nothing is. */
  public static List<String> problems(TreeView tree, List<CompactionPlan> plans) {
    List<String> problems = new ArrayList<>();
    Set<Long> taken = new HashSet<>();
    for (CompactionPlan plan : plans) {
      problems(tree, plan).forEach(problem -> problems.add(plan + ": " + problem));
      for (long id : plan.inputs()) {
        if (!taken.add(id)) {
          problems.add(plan + ": table " + id + " is an input of another plan as well");
        }
      }
      if (plan.reason().isBlank()) {
        problems.add(plan + ": no reason is given");
      }
    }
    return problems;
  }

  /**
   * The index, in {@link TreeView#runs()}, of the run that the result of a plan joins; empty when
   * it becomes a new run, the newest of its level.
   */
  public static OptionalInt joinedRun(TreeView tree, CompactionPlan plan) {
    List<Run> runs = tree.runs();
    List<SSTableMeta> inputs = inputs(tree, plan);
    for (int i = runs.size() - 1; i >= 0; i--) {
      boolean holdsInput = runs.get(i).tables().stream().anyMatch(inputs::contains);
      if (runs.get(i).level() == plan.outputLevel() && holdsInput) {
        return OptionalInt.of(i);
      }
    }
    for (int i = 0; i < runs.size() && !inputs.isEmpty(); i++) {
      if (runs.get(i).level() == plan.outputLevel()) {
        boolean free = overlappingSpan(runs.get(i), inputs).isEmpty();
        return free ? OptionalInt.of(i) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** The tables of a run that overlap the span of the inputs from the least key to the greatest. */
  private static List<SSTableMeta> overlappingSpan(Run run, List<SSTableMeta> inputs) {
    Slice first = inputs.get(0).firstKey();
    Slice last = inputs.get(0).lastKey();
    for (SSTableMeta input : inputs) {
      first = first.compareTo(input.firstKey()) <= 0 ? first : input.firstKey();
      last = last.compareTo(input.lastKey()) >= 0 ? last : input.lastKey();
    }
    List<SSTableMeta> overlapping = new ArrayList<>();
    for (SSTableMeta table : run.tables()) {
      if (table.overlaps(first, last)) {
        overlapping.add(table);
      }
    }
    return overlapping;
  }

  /** The tables that a plan names and the tree has, in the order of the tree. */
  static List<SSTableMeta> inputs(TreeView tree, CompactionPlan plan) {
    List<SSTableMeta> inputs = new ArrayList<>();
    for (Run run : tree.runs()) {
      for (SSTableMeta table : run.tables()) {
        if (plan.inputs().contains(table.id())) {
          inputs.add(table);
        }
      }
    }
    return inputs;
  }

  private void check() {
    Set<Long> known = new HashSet<>();
    inputs(tree, plan).forEach(table -> known.add(table.id()));
    for (long id : plan.inputs()) {
      if (!known.contains(id)) {
        problems.add("there is no table " + id);
      } else if (tree.busy().contains(id)) {
        problems.add("table " + id + " is busy");
      }
    }
    OptionalInt joined = joinedRun(tree, plan);
    int end = joined.orElseGet(this::placeOfNewRun);
    for (int i = 0; i < tree.runs().size(); i++) {
      for (SSTableMeta table : tree.runs().get(i).tables()) {
        if (plan.inputs().contains(table.id())) {
          checkInput(table, i, end);
        }
      }
    }
    if (joined.isPresent()) {
      checkJoined(tree.runs().get(joined.getAsInt()));
    }
  }

  private int placeOfNewRun() {
    int place = 0;
    while (place < tree.runs().size() && tree.runs().get(place).level() < plan.outputLevel()) {
      place++;
    }
    return place;
  }

  private void checkInput(SSTableMeta input, int run, int end) {
    if (input.level() > plan.outputLevel()) {
      problems.add("table " + input.id() + " would rise from level " + input.level());
    }
    for (int i = run + 1; i < end; i++) {
      for (SSTableMeta between : tree.runs().get(i).tables()) {
        if (between.overlaps(input) && !plan.inputs().contains(between.id())) {
          problems.add("table " + input.id() + " would pass older data in table " + between.id());
        }
      }
    }
  }

  private void checkJoined(Run joined) {
    List<SSTableMeta> inputs = inputs(tree, plan);
    if (inputs.isEmpty()) {
      return;
    }
    for (SSTableMeta table : overlappingSpan(joined, inputs)) {
      if (!plan.inputs().contains(table.id())) {
        problems.add("table " + table.id() + " of the run of the output lies in the way");
      }
    }
  }
}

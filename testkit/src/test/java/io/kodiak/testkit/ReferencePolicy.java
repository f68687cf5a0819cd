package io.kodiak.testkit;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A correct policy into which one fault can be planted: as soon as there are more than four runs,
 * it merges everything into the last level.
 */
final class ReferencePolicy implements CompactionPolicy {
  private static final int MOST_RUNS = 4;

  private final PolicyFault fault;
  private final AtomicLong calls = new AtomicLong();

  ReferencePolicy(PolicyFault fault) {
    this.fault = fault;
  }

  @Override
  public List<CompactionPlan> plan(TreeView tree) {
    if (tree.runs().isEmpty()) {
      return fault == PolicyFault.FAILS_ON_AN_EMPTY_TREE ? List.of(plan(Set.of(), 0)) : List.of();
    }
    List<Run> runs = new ArrayList<>(tree.runs());
    if (fault == PolicyFault.GOES_ROUND_IN_CIRCLES && runs.size() == 1) {
      return List.of(otherwise(runs.get(0)));
    }
    if (fault == PolicyFault.BELIEVES_IN_ONE_RUN_A_LEVEL) {
      runs.removeIf(run -> run.level() > 0 && tree.level(run.level()).get(0).id() != run.id());
    }
    boolean many = runs.size() > MOST_RUNS || fault == PolicyFault.NEVER_RESTS;
    if (!many || fault == PolicyFault.NEVER_COMPACTS) {
      return List.of();
    }
    Set<Long> inputs = new HashSet<>();
    for (Run run : runs) {
      run.tables().stream().map(SSTableMeta::id).forEach(inputs::add);
    }
    boolean anyBusy = inputs.stream().anyMatch(tree.busy()::contains);
    if (anyBusy && fault != PolicyFault.IGNORES_BUSY_TABLES) {
      return List.of();
    }
    return plans(tree, inputs);
  }

  private List<CompactionPlan> plans(TreeView tree, Set<Long> inputs) {
    int level = Math.max(1, tree.lastLevel());
    switch (fault) {
      case LEAVES_A_TABLE_OUT ->
          inputs.remove(tree.runs().get(tree.runs().size() / 2).tables().get(0).id());
      case NAMES_A_TABLE_THAT_IS_GONE -> inputs.add(Long.MAX_VALUE);
      case LIFTS_TABLES -> level = tree.lastLevel() > 1 ? 1 : level;
      case KEEPS_STATE -> level += (int) (calls.incrementAndGet() % 2);
      case LOOKS_AT_THE_CLOCK -> level += (int) (System.nanoTime() % 1000);
      default -> {}
    }
    CompactionPlan plan = plan(inputs, level);
    return fault == PolicyFault.ONE_PLAN_TWICE ? List.of(plan, plan) : List.of(plan);
  }

  /** Takes one table for too large and two for too small. */
  private static CompactionPlan otherwise(Run run) {
    Set<Long> inputs = new HashSet<>();
    run.tables().forEach(table -> inputs.add(table.id()));
    long target = inputs.size() == 1 ? Math.max(1, run.bytes() / 2) : Long.MAX_VALUE;
    return new CompactionPlan(inputs, run.level(), target, 1, "another size of files");
  }

  private CompactionPlan plan(Set<Long> inputs, int level) {
    String reason = fault == PolicyFault.GIVES_NO_REASON ? " " : "more than four runs";
    return new CompactionPlan(inputs, level, 64L << 20, 1, reason);
  }
}

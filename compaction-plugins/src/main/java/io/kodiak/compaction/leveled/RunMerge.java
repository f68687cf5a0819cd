package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.SizeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one run of a level below 0 that has several, as another policy left it: table by table, the
 * second-oldest run is merged into the oldest, then the next.
 *
 * <p>A table that overlaps nothing of the oldest run takes its nearest neighbour there with it, as
 * the outputs of a plan join the oldest run from which an input comes.
 */
final class RunMerge {
  private static final int MOST_PLANS = 16;

  private final Planning planning;
  private final int level;
  private final List<Run> runs;
  private final double score;

  RunMerge(Planning planning, int level, List<Run> runs, double score) {
    this.planning = planning;
    this.level = level;
    this.runs = runs;
    this.score = score;
  }

  void plan() {
    Run oldest = runs.get(runs.size() - 1);
    Run next = runs.get(runs.size() - 2);
    int plans = 0;
    for (SSTableMeta table : next.tables()) {
      if (plans == MOST_PLANS) {
        return;
      }
      if (!planning.taken().contains(table.id())) {
        Optional<PlanInputs> inputs = inputs(table, oldest);
        if (inputs.isPresent()) {
          planning.add(inputs.get(), level, score, reason(table));
          plans++;
        }
      }
    }
  }

  private Optional<PlanInputs> inputs(SSTableMeta table, Run oldest) {
    List<SSTableMeta> wanted =
        new ArrayList<>(TreeAnalysis.overlapping(oldest, table.firstKey(), table.lastKey()));
    if (!wanted.isEmpty()) {
      return completed(table, wanted);
    }
    int after = TreeAnalysis.firstEndingAtLeast(oldest.tables(), table.firstKey());
    for (int neighbour : new int[] {after - 1, after}) {
      if (neighbour >= 0 && neighbour < oldest.tables().size()) {
        Optional<PlanInputs> inputs = completed(table, List.of(oldest.tables().get(neighbour)));
        if (inputs.isPresent()) {
          return inputs;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<PlanInputs> completed(SSTableMeta table, List<SSTableMeta> below) {
    List<SSTableMeta> wanted = new ArrayList<>(below);
    wanted.add(table);
    return PlanInputs.within(level, planning.tree(), wanted, planning.taken());
  }

  private String reason(SSTableMeta table) {
    return "level "
        + level
        + " has "
        + runs.size()
        + " runs and should have one; table "
        + table.id()
        + " with "
        + SizeText.of(table.bytes())
        + " joins the oldest";
  }
}

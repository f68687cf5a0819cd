package io.kodiak.compaction.unified;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.RunCursor;
import io.kodiak.compaction.plan.SizeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the number of runs and of small files down where no key is in many tables.
 *
 * <p>Where a level of the tree has more runs than its scaling lets keys have tables, tables that
 * nothing older stands against go to an older run or a deeper level, mostly without being written
 * again. And small files that follow each other in a run are made one.
 */
final class Tidying {
  private static final int MOST_PLANS = 16;

  /** No run is too many as long as there are fewer than this. */
  private static final int FEW_RUNS = 4;

  /** So many small files in a row are made one. */
  private static final int SMALL_FILES = 8;

  private final Planning planning;
  private int plans;

  Tidying(Planning planning) {
    this.planning = planning;
  }

  void plan() {
    for (int level = 0; level <= planning.tree().lastLevel(); level++) {
      List<Run> runs = planning.tree().level(level);
      int most = Math.max(FEW_RUNS, planning.options().scaling(level).threshold());
      if (runs.size() >= most) {
        sink(level, runs, (double) runs.size() / most);
      }
      if (level > 0 && !runs.isEmpty()) {
        SmallFiles files = new SmallFiles(nextLevel(level), planning.options().targetFileBytes());
        runs.forEach(run -> joinSmallFiles(files, run));
      }
    }
  }

  private void sink(int level, List<Run> runs, double score) {
    for (int i = 0; i + 1 < runs.size(); i++) {
      RunCursor next = new RunCursor(runs.get(i + 1));
      for (SSTableMeta table : runs.get(i).tables()) {
        if (plans == MOST_PLANS) {
          return;
        }
        if (!next.meets(table) && !planning.isTaken(table) && !sinkBelow(table, score)) {
          sinkWithin(level, runs, i, table, score);
        }
      }
    }
    for (SSTableMeta table : runs.get(runs.size() - 1).tables()) {
      if (plans < MOST_PLANS && !planning.isTaken(table)) {
        sinkBelow(table, score);
      }
    }
  }

  /** Moves a table as deep as its density says and nothing is in the way. */
  private boolean sinkBelow(SSTableMeta table, double score) {
    int dense = planning.densities().level(table);
    if (dense <= table.level()) {
      return false;
    }
    int met = planning.nextOlder(planning.age(table), table.firstKey(), table.lastKey());
    int target = Math.min(dense, planning.levelOf(met) - 1);
    if (target <= table.level()) {
      return false;
    }
    Optional<PlanInputs> alone =
        PlanInputs.into(target, planning.tree(), List.of(table), planning.taken());
    if (alone.isEmpty() || alone.get().tables().size() > 1) {
      return false;
    }
    add(
        alone.get(),
        target,
        score,
        "table " + table.id() + " meets nothing on its way to level " + target);
    return true;
  }

  /** Moves a table to the oldest run of its level that nothing keeps it from. */
  private void sinkWithin(int level, List<Run> runs, int from, SSTableMeta table, double score) {
    int to = from;
    while (to + 1 < runs.size()
        && !Planning.overlaps(runs.get(to + 1), table.firstKey(), table.lastKey())) {
      to++;
    }
    if (to == from) {
      return;
    }
    // Outputs join the oldest run of the inputs, so a neighbour there goes along.
    List<SSTableMeta> there = runs.get(to).tables();
    int after = TreeAnalysis.firstEndingAtLeast(there, table.firstKey());
    for (int neighbour : new int[] {after - 1, after}) {
      if (neighbour >= 0 && neighbour < there.size()) {
        List<SSTableMeta> both = List.of(table, there.get(neighbour));
        Optional<PlanInputs> inputs =
            PlanInputs.within(level, planning.tree(), both, planning.taken());
        if (inputs.isPresent() && inputs.get().tables().size() == 2) {
          add(
              inputs.get(),
              level,
              score,
              "level "
                  + level
                  + " has "
                  + runs.size()
                  + " runs; table "
                  + table.id()
                  + " meets nothing in the older ones");
          return;
        }
      }
    }
  }

  /** The runs of the first level with data that is deeper. */
  private List<Run> nextLevel(int level) {
    int next = level + 1;
    while (next < planning.tree().lastLevel() && planning.tree().level(next).isEmpty()) {
      next++;
    }
    return planning.tree().level(next);
  }

  private void joinSmallFiles(SmallFiles files, Run run) {
    List<SSTableMeta> small = new ArrayList<>();
    for (SSTableMeta table : run.tables()) {
      if (table.bytes() < planning.options().minFileBytes() && !planning.isTaken(table)) {
        small.add(table);
      } else if (!small.isEmpty()) {
        joinIfMany(files, small);
        small.clear();
      }
    }
    joinIfMany(files, small);
  }

  private void joinIfMany(SmallFiles files, List<SSTableMeta> small) {
    if (small.size() < SMALL_FILES || plans == MOST_PLANS) {
      return;
    }
    List<SSTableMeta> one = files.thatBecomeOne(small);
    if (one.size() < 2) {
      return;
    }
    int level = small.get(0).level();
    String reason =
        "level %d has %d files in a row of less than %s"
            .formatted(level, small.size(), SizeText.of(planning.options().minFileBytes()));
    PlanInputs.within(level, planning.tree(), one, planning.taken())
        .ifPresent(inputs -> add(inputs, level, 1, reason));
  }

  private void add(PlanInputs inputs, int level, double score, String reason) {
    planning.add(inputs, level, List.of(), score, reason);
    plans++;
  }
}

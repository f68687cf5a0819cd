package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.RunTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Level 0: the runs that flushes made, which overlap as they like.
 *
 * <p>Runs that overlap go down together; groups that share no key go down apart and side by side,
 * so a load of rising keys is moved, not merged. While the base level is busy, runs that pile up
 * are merged among themselves, which spares readers, as long as that costs less and less for each
 * run that goes away.
 */
final class LevelZero {
  /** How many runs beyond those that are due it takes to merge them among themselves. */
  private static final int PILE = 2;

  private final Planning planning;
  private final List<Run> free = new ArrayList<>();
  private final int allRuns;
  private final double score;
  private boolean planned;
  private boolean waits;

  LevelZero(Planning planning) {
    this.planning = planning;
    List<Run> runs = planning.tree().level(0);
    allRuns = runs.size();
    long bytes = 0;
    for (Run run : runs) {
      if (run.tables().stream().noneMatch(table -> planning.taken().contains(table.id()))) {
        free.add(run);
        bytes += run.bytes();
      }
    }
    LeveledOptions options = planning.options();
    double byRuns = free.size() / (double) options.levelZeroRuns();
    score = Math.max(byRuns, bytes / (double) options.baseLevelBytes());
  }

  /** How full the level is; it is due from 1 on. Runs that are being compacted do not count. */
  double score() {
    return score;
  }

  /** Whether the level is due and waits for tables that are busy. Known after {@link #plan}. */
  boolean waits() {
    return waits;
  }

  /** Plans what is due, once. */
  void plan() {
    if (score < 1 || planned) {
      return;
    }
    planned = true;
    for (List<Run> group : groups()) {
      compact(group);
    }
    if (waits && allRuns >= planning.options().levelZeroRuns() + PILE) {
      mergeAmongThemselves();
    }
  }

  /** The free runs, in groups of which no two have a key in common. */
  private List<List<Run>> groups() {
    List<Run> byKey = new ArrayList<>(free);
    byKey.sort(Comparator.comparing(Run::firstKey).thenComparing(Run::id));
    List<List<Run>> groups = new ArrayList<>();
    Slice end = null;
    for (Run run : byKey) {
      if (end == null || run.firstKey().compareTo(end) > 0) {
        groups.add(new ArrayList<>());
        end = run.lastKey();
      }
      groups.get(groups.size() - 1).add(run);
      end = run.lastKey().compareTo(end) > 0 ? run.lastKey() : end;
    }
    return groups;
  }

  private void compact(List<Run> group) {
    int base = planning.targets().baseLevel();
    List<SSTableMeta> wanted = tables(group);
    Optional<PlanInputs> inputs = PlanInputs.into(base, planning.tree(), wanted, planning.taken());
    if (inputs.isEmpty()) {
      waits = true;
      return;
    }
    List<SSTableMeta> below = inputs.get().onLevel(base);
    String reason =
        "level 0 has "
            + free.size()
            + " runs to compact, due from "
            + planning.options().levelZeroRuns()
            + "; "
            + group.size()
            + " of them with "
            + Planning.text(RunTables.bytes(wanted))
            + " meet "
            + Planning.text(RunTables.bytes(below))
            + " on level "
            + base;
    planning.add(inputs.get(), base, score, reason);
  }

  private static List<SSTableMeta> tables(List<Run> runs) {
    List<SSTableMeta> tables = new ArrayList<>();
    runs.forEach(run -> tables.addAll(run.tables()));
    return tables;
  }

  /** Merges the newest free runs, from the newest on, while the price for each one falls. */
  private void mergeAmongThemselves() {
    List<Run> pile = new ArrayList<>();
    long bytes = 0;
    double price = Double.MAX_VALUE;
    for (Run run : planning.tree().level(0)) {
      boolean taken =
          run.tables().stream().anyMatch(table -> planning.taken().contains(table.id()));
      if (taken && pile.isEmpty()) {
        continue;
      }
      double next = (bytes + run.bytes()) / (double) Math.max(1, pile.size());
      if (taken || next > price || bytes + run.bytes() > planning.options().baseLevelBytes()) {
        break;
      }
      price = pile.isEmpty() ? price : next;
      bytes += run.bytes();
      pile.add(run);
    }
    if (pile.size() < Math.max(2, planning.options().levelZeroRuns())) {
      return;
    }
    String reason =
        "level 0 has "
            + allRuns
            + " runs and waits for level "
            + planning.targets().baseLevel()
            + "; its newest "
            + pile.size()
            + " with "
            + Planning.text(bytes)
            + " become one";
    PlanInputs.within(0, planning.tree(), tables(pile), planning.taken())
        .ifPresent(inputs -> planning.add(inputs, 0, score, reason));
  }
}

package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.SizeText;
import io.kodiak.compaction.plan.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Level 0: the runs that flushes made, which overlap as they like.
 *
 * <p>Runs that overlap go down together; groups that share no key go down apart and side by side,
 * so a load of rising keys is moved, not merged. While the base level is busy, runs that pile up
 * are merged among themselves, which spares readers, as long as that costs less and less for each
 * run that goes away.
 *
 * <p>Some of them are left when writers stop, and would take space and the time of readers for
 * ever. So once the table has been quiet for a while they go down as well, unless all they hold is
 * less than a tenth of what they would be merged with.
 */
final class LevelZero {
  /** How many runs beyond those that are due it takes to merge them among themselves. */
  private static final int PILE = 2;

  /** Level 0 of a quiet table is merged from this share of the bytes below on. */
  private static final double DRAIN_SHARE = 0.1;

  private static final double DRAIN_SCORE = 0.6;

  private final Planning planning;
  private final List<Run> free = new ArrayList<>();
  private final int allRuns;
  private final double score;
  private final boolean holdsOldEntries;
  private final boolean drains;
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
    holdsOldEntries = free.stream().anyMatch(this::isOld);
    drains = isQuiet() && bytes >= DRAIN_SHARE * bytesBelow();
  }

  private long bytesBelow() {
    long bytes = 0;
    for (Run run : planning.tree().runs()) {
      bytes += run.level() > 0 ? run.bytes() : 0;
    }
    return bytes;
  }

  private boolean isQuiet() {
    long after = planning.options().drainAfterMillis();
    return after > 0 && planning.tree().quietMillis() >= after;
  }

  private boolean isOld(Run run) {
    return run.tables().stream().anyMatch(planning.ages()::isOld);
  }

  /** How full the level is; it is due from 1 on. Runs that are being compacted do not count. */
  double score() {
    return score;
  }

  /** Whether the level is due and waits for tables that are busy. Known after {@link #plan}. */
  boolean waits() {
    return waits;
  }

  /**
   * Plans what is due, once: all free runs when the level is full or drains, or else those that
   * hang together with an old one.
   */
  void plan() {
    if (planned || (score < 1 && !holdsOldEntries && !drains)) {
      return;
    }
    planned = true;
    for (List<Run> group : TreeAnalysis.runGroups(free)) {
      if (score >= 1) {
        compact(group, score, of(group, "runs to compact, due from " + dueFrom()));
      } else if (group.stream().anyMatch(this::isOld)) {
        compact(group, score, "entries older than " + maxAge() + "; " + group.size() + " runs");
      } else if (drains) {
        compact(group, DRAIN_SCORE, of(group, "runs, and nothing was written for " + drainAfter()));
      }
    }
    if (waits && allRuns >= dueFrom() + PILE) {
      mergeAmongThemselves();
    }
  }

  private String of(List<Run> group, String what) {
    return free.size() + " " + what + "; " + group.size() + " of them";
  }

  private int dueFrom() {
    return planning.options().levelZeroRuns();
  }

  private String maxAge() {
    return planning.ages().limit();
  }

  private String drainAfter() {
    return SpanText.of(planning.options().drainAfterMillis());
  }

  private void compact(List<Run> group, double urgency, String due) {
    int base = planning.targets().baseLevel();
    List<SSTableMeta> wanted = TreeAnalysis.tables(group);
    Optional<PlanInputs> inputs = PlanInputs.into(base, planning.tree(), wanted, planning.taken());
    if (inputs.isEmpty()) {
      waits = true;
      return;
    }
    List<SSTableMeta> below = inputs.get().onLevel(base);
    String reason =
        "level 0 has "
            + due
            + " with "
            + SizeText.of(TreeAnalysis.bytes(wanted))
            + " meet "
            + SizeText.of(TreeAnalysis.bytes(below))
            + " on level "
            + base;
    planning.add(inputs.get(), base, urgency, reason);
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
            + SizeText.of(bytes)
            + " become one";
    PlanInputs.within(0, planning.tree(), TreeAnalysis.tables(pile), planning.taken())
        .ifPresent(inputs -> planning.add(inputs, 0, score, reason));
  }
}

package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.SizeText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Picks single tables of levels that are not full: those with many tombstones, and those with old
 * entries. They go down a level at a time, so it ends at the last level, where tombstones vanish.
 *
 * <p>A few tombstones are not worth a merge with many bytes below: what they remove has to be a
 * share of it that any table of a full level would bring. On the last level only a snapshot keeps
 * tombstones. A table with many of them, or with old ones, is rewritten there in place a day after
 * it was made, and again a day later as long as the snapshot lives, as a policy sees no snapshots.
 */
final class EarlyPicks {
  private static final double TOMBSTONES_SCORE = 0.9;
  private static final double AGE_SCORE = 0.8;
  private static final double REWRITE_SCORE = 0.7;
  private static final long REWRITE_AFTER_MILLIS = 86_400_000;

  private final Planning planning;
  private final TreeView tree;
  private final LeveledOptions options;

  EarlyPicks(Planning planning) {
    this.planning = planning;
    this.tree = planning.tree();
    this.options = planning.options();
  }

  /**
   * Plans what nothing more urgent wants.
   *
   * @param from the first level to look at
   */
  void plan(int from) {
    for (int number = Math.max(1, from); number <= tree.lastLevel(); number++) {
      List<Run> runs = tree.level(number);
      boolean any = runs.size() == 1 && anyStands(runs.get(0));
      if (any && number < tree.lastLevel()) {
        moveDown(new Level(planning, number).descent(), runs.get(0));
      } else if (any) {
        rewrite(runs.get(0));
      }
    }
  }

  private boolean anyStands(Run run) {
    for (SSTableMeta table : run.tables()) {
      if (stands(table)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the table comes into question. */
  private boolean stands(SSTableMeta table) {
    return (hasManyTombstones(table) || planning.ages().isOld(table))
        && !planning.taken().contains(table.id());
  }

  private void moveDown(Descent descent, Run run) {
    int plans = 0;
    Queue<Descent.Candidate> candidates = descent.candidates(run, this::stands);
    while (plans < Level.MOST_PLANS && !candidates.isEmpty()) {
      Descent.Candidate candidate = candidates.remove();
      SSTableMeta table = candidate.table();
      Pick pick = stands(table) ? pick(candidate) : null;
      Optional<PlanInputs> inputs =
          pick == null ? Optional.empty() : descent.inputs(run, table, table.bytes());
      if (pick != null && inputs.isPresent()) {
        planning.add(inputs.get(), descent.to(), pick.score, reason(candidate, pick));
        plans++;
      }
    }
  }

  /**
   * Why a table goes down.
   *
   * @param score how urgent it is, less than 1
   * @param reason the reason for people
   */
  private record Pick(double score, String reason) {}

  private @Nullable Pick pick(Descent.Candidate candidate) {
    SSTableMeta table = candidate.table();
    if (hasManyTombstones(table) && isWorth(candidate)) {
      return new Pick(TOMBSTONES_SCORE, tombstones(table));
    }
    return planning.ages().isOld(table)
        ? new Pick(AGE_SCORE, "it has entries older than " + planning.ages().limit())
        : null;
  }

  private static String reason(Descent.Candidate candidate, Pick pick) {
    SSTableMeta table = candidate.table();
    return "table %d on level %d with %s meets %s below; %s"
        .formatted(
            table.id(),
            table.level(),
            SizeText.of(table.bytes()),
            SizeText.of(candidate.bytesBelow()),
            pick.reason);
  }

  private static double density(SSTableMeta table) {
    return table.tombstones() / (double) table.entries();
  }

  private boolean hasManyTombstones(SSTableMeta table) {
    return table.tombstones() > 0
        && options.tombstoneShare() > 0
        && density(table) >= options.tombstoneShare();
  }

  /** A table of a full level meets about {@code fanout} times its size; twice that will do. */
  private boolean isWorth(Descent.Candidate candidate) {
    return candidate.bytesRemoved() * 2 * options.fanout() >= candidate.bytesBelow();
  }

  private String tombstones(SSTableMeta table) {
    return String.format(
        Locale.ROOT,
        "%.0f %% of its entries are tombstones, due from %.0f %%",
        100 * density(table),
        100 * options.tombstoneShare());
  }

  private void rewrite(Run run) {
    int plans = 0;
    for (SSTableMeta table : run.tables()) {
      if (stands(table) && table.tombstones() > 0 && hasRested(table) && plans < Level.MOST_PLANS) {
        plans++;
        String reason =
            "table %d is on the last level, where only snapshots need tombstones, and has %d of them"
                .formatted(table.id(), table.tombstones());
        PlanInputs.within(run.level(), tree, List.of(table), planning.taken())
            .ifPresent(inputs -> planning.add(inputs, run.level(), REWRITE_SCORE, reason));
      }
    }
  }

  private boolean hasRested(SSTableMeta table) {
    long rest =
        hasManyTombstones(table)
            ? REWRITE_AFTER_MILLIS
            : Math.max(REWRITE_AFTER_MILLIS, options.maxAgeMillis());
    return tree.nowMillis() - table.createdMillis() >= rest;
  }
}

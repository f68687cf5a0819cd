package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.SizeText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;

/**
 * A level below 0: one run with a size that it should not exceed, or none at all above the base
 * level. What is too much goes down one table at a time, the cheapest first.
 */
final class Level {
  /** The most plans that one call makes for a level; the engine asks again after each. */
  static final int MOST_PLANS = 16;

  private final Planning planning;
  private final int number;
  private final List<Run> runs;
  private final long target;
  private final long freeBytes;

  Level(Planning planning, int number) {
    this.planning = planning;
    this.number = number;
    this.runs = planning.tree().level(number);
    this.target = planning.targets().bytes(number);
    long bytes = 0;
    for (Run run : runs) {
      bytes += freeBytes(run);
    }
    this.freeBytes = bytes;
  }

  private long freeBytes(Run run) {
    long free = 0;
    for (SSTableMeta table : run.tables()) {
      free += planning.taken().contains(table.id()) ? 0 : table.bytes();
    }
    return free;
  }

  int number() {
    return number;
  }

  List<Run> runs() {
    return runs;
  }

  /** Whether the level should not exist. */
  private boolean isSpare() {
    return number < planning.targets().baseLevel();
  }

  /** How full the level is; it is due from 1 on, exclusive when it is by size. */
  double score() {
    if (isSpare()) {
      // Level 0 goes first when it is due, as it takes along what it meets here.
      return freeBytes == 0 ? 0 : 1;
    }
    double byBytes = freeBytes > target ? freeBytes / (double) target : 0;
    return runs.size() > 1 ? Math.max(runs.size(), byBytes) : byBytes;
  }

  /** The way to the next level that exists, or should. */
  Descent descent() {
    int next = number + 1;
    while (next < planning.targets().baseLevel() && planning.tree().level(next).isEmpty()) {
      next++;
    }
    return new Descent(planning, next);
  }

  void plan() {
    if (isSpare()) {
      for (int i = runs.size() - 1; i >= 0; i--) {
        moveDown(runs.get(i), freeBytes);
      }
    } else if (runs.size() > 1) {
      new RunMerge(planning, number, runs, score()).plan();
    } else if (runs.size() == 1) {
      moveDown(runs.get(0), freeBytes - target);
    }
  }

  private void moveDown(Run run, long excess) {
    Descent descent = descent();
    long left = excess;
    int plans = 0;
    Queue<Descent.Candidate> candidates = descent.candidates(run, table -> true);
    while (left > 0 && plans < MOST_PLANS && !candidates.isEmpty()) {
      Descent.Candidate candidate = candidates.remove();
      Optional<PlanInputs> inputs = descent.inputs(run, candidate.table(), left);
      if (inputs.isPresent()) {
        planning.add(inputs.get(), descent.to(), score(), reason(candidate));
        left -= TreeAnalysis.bytes(inputs.get().onLevel(number));
        plans++;
      }
    }
  }

  private String reason(Descent.Candidate candidate) {
    String size =
        isSpare()
            ? " and should be empty, as level " + planning.targets().baseLevel() + " is the base"
            : ", " + SizeText.of(target) + " are its size";
    return String.format(
        Locale.ROOT,
        "level %d has %s to compact%s; table %d with %s meets %.1f times that below",
        number,
        SizeText.of(freeBytes),
        size,
        candidate.table().id(),
        SizeText.of(candidate.table().bytes()),
        candidate.bytesBelow() / (double) candidate.table().bytes());
  }
}

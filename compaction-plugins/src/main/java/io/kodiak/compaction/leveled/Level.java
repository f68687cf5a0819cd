package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.RunTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A level below 0: one run with a size that it should not exceed.
 *
 * <p>What is too much goes down one table at a time: first those that the fewest bytes of the next
 * level stand against for each of their own, and of equal ones the oldest. Tables that fit between
 * the same tables of the next level go along, as they cost nothing more.
 */
final class Level {
  /** The most plans that one call makes for a level; the engine asks again after each. */
  private static final int MOST_PLANS = 16;

  /** Tables go along with another up to this many times the target size. */
  private static final int MOST_ALONG = 25;

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
      bytes += RunTables.bytes(free(run));
    }
    this.freeBytes = bytes;
  }

  private List<SSTableMeta> free(Run run) {
    List<SSTableMeta> free = new ArrayList<>();
    for (SSTableMeta table : run.tables()) {
      if (!planning.taken().contains(table.id())) {
        free.add(table);
      }
    }
    return free;
  }

  int number() {
    return number;
  }

  /** How full the level is; it is due from 1 on, exclusive when it is by size. */
  double score() {
    double byBytes = freeBytes > target ? freeBytes / (double) target : 0;
    return runs.size() > 1 ? Math.max(runs.size(), byBytes) : byBytes;
  }

  void plan() {
    if (runs.size() > 1) {
      new RunMerge(planning, number, runs, score()).plan();
    } else if (runs.size() == 1) {
      moveDown(runs.get(0));
    }
  }

  /** A table and how many bytes of the next level overlap it for each of its own. */
  private record Candidate(SSTableMeta table, double ratio) {}

  private void moveDown(Run run) {
    List<Candidate> candidates = new ArrayList<>();
    for (SSTableMeta table : free(run)) {
      candidates.add(new Candidate(table, below(table) / (double) table.bytes()));
    }
    candidates.sort(
        Comparator.comparingDouble(Candidate::ratio)
            .thenComparingLong(candidate -> candidate.table().id()));
    long excess = freeBytes - target;
    int plans = 0;
    for (Candidate candidate : candidates) {
      if (excess <= 0 || plans == MOST_PLANS) {
        return;
      }
      Optional<PlanInputs> inputs = inputs(run, candidate.table());
      if (inputs.isPresent()) {
        planning.add(inputs.get(), number + 1, score(), reason(candidate));
        excess -= RunTables.bytes(inputs.get().onLevel(number));
        plans++;
      }
    }
  }

  private long below(SSTableMeta table) {
    long bytes = 0;
    for (Run run : planning.tree().level(number + 1)) {
      bytes += RunTables.bytes(RunTables.overlapping(run, table.firstKey(), table.lastKey()));
    }
    return bytes;
  }

  private Optional<PlanInputs> inputs(Run run, SSTableMeta table) {
    Optional<PlanInputs> alone =
        PlanInputs.into(number + 1, planning.tree(), List.of(table), planning.taken());
    if (alone.isEmpty() || alone.get().onLevel(number + 1).isEmpty()) {
      return alone;
    }
    List<SSTableMeta> together = alongside(run, table, alone.get());
    Optional<PlanInputs> wider =
        PlanInputs.into(number + 1, planning.tree(), together, planning.taken());
    boolean costsNothing =
        wider.isPresent()
            && wider.get().onLevel(number + 1).equals(alone.get().onLevel(number + 1));
    return costsNothing ? wider : alone;
  }

  /** The table and its free neighbours that lie between the ends of what it meets below. */
  private List<SSTableMeta> alongside(Run run, SSTableMeta table, PlanInputs alone) {
    List<SSTableMeta> together = new ArrayList<>();
    long bytes = RunTables.bytes(alone.tables());
    long most = saturatedProduct(MOST_ALONG, planning.options().targetFileBytes());
    for (SSTableMeta other : RunTables.overlapping(run, alone.firstKey(), alone.lastKey())) {
      boolean inside =
          other.firstKey().compareTo(alone.firstKey()) >= 0
              && other.lastKey().compareTo(alone.lastKey()) <= 0;
      boolean fits = inside && bytes + other.bytes() <= most;
      if (other.id() == table.id()) {
        together.add(other);
      } else if (fits && !planning.taken().contains(other.id())) {
        together.add(other);
        bytes += other.bytes();
      }
    }
    return together;
  }

  private static long saturatedProduct(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  private String reason(Candidate candidate) {
    return String.format(
        Locale.ROOT,
        "level %d has %s to compact, %s are its size; table %d with %s meets %.1f times that below",
        number,
        Planning.text(freeBytes),
        Planning.text(target),
        candidate.table().id(),
        Planning.text(candidate.table().bytes()),
        candidate.ratio());
  }
}

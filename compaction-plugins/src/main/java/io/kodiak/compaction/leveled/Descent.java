package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * The way of tables from one level to a deeper one: what each would cost, and what goes with it.
 *
 * <p>First come those that the fewest bytes below stand against for each of their own, and of equal
 * ones the oldest. What tombstones will remove below counts as a table's own, so that those with
 * many go early.
 */
final class Descent {
  /** Tables go along with another up to this many times the target size. */
  private static final int MOST_ALONG = 25;

  /**
   * A table that may go down.
   *
   * @param table the table
   * @param bytesBelow the size of what it would be merged with
   * @param bytesRemoved about how much of that its tombstones would remove
   * @param cost how many bytes below stand against one of the table's own
   */
  record Candidate(SSTableMeta table, long bytesBelow, double bytesRemoved, double cost) {
    static Candidate of(SSTableMeta table, long bytesBelow, double bytesRemoved) {
      double cost = bytesBelow / (table.bytes() + bytesRemoved);
      return new Candidate(table, bytesBelow, bytesRemoved, cost);
    }
  }

  private static final Comparator<Candidate> CHEAPEST =
      (a, b) -> {
        int byCost = Double.compare(a.cost, b.cost);
        return byCost != 0 ? byCost : Long.compare(a.table.id(), b.table.id());
      };

  private final Planning planning;
  private final int to;

  Descent(Planning planning, int to) {
    this.planning = planning;
    this.to = to;
  }

  /**
   * The free tables of a run of the upper level that are wanted, the cheapest first. Few of them
   * are taken out, as a rule, so they are not sorted.
   */
  Queue<Candidate> candidates(Run run, Predicate<SSTableMeta> wanted) {
    long[] below = new long[run.tables().size()];
    List<Run> runsBelow = planning.tree().level(to);
    for (Run other : runsBelow) {
      long[] bytes = TreeAnalysis.overlappingBytes(run, other);
      for (int i = 0; i < below.length; i++) {
        below[i] += bytes[i];
      }
    }
    double entryBytes = entryBytes(runsBelow);
    Queue<Candidate> candidates = new PriorityQueue<>(CHEAPEST);
    for (int i = 0; i < below.length; i++) {
      SSTableMeta table = run.tables().get(i);
      if (!planning.taken().contains(table.id()) && wanted.test(table)) {
        double removed = Math.min((double) below[i], table.tombstones() * entryBytes);
        candidates.add(Candidate.of(table, below[i], removed));
      }
    }
    return candidates;
  }

  private static double entryBytes(List<Run> runs) {
    double bytes = 0;
    double entries = 0;
    for (Run run : runs) {
      bytes += run.bytes();
      entries += run.entries();
    }
    return entries == 0 ? 0 : bytes / entries;
  }

  /**
   * What has to be read so that a table goes down, and its neighbours that cost nothing more.
   *
   * @param most how many bytes may leave the upper level, unless the table alone has more
   * @return empty when a table that is needed is taken
   */
  Optional<PlanInputs> inputs(Run run, SSTableMeta table, long most) {
    Optional<PlanInputs> alone = into(List.of(table));
    if (alone.isEmpty()) {
      return alone;
    }
    List<SSTableMeta> below = alone.get().onLevel(to);
    Optional<PlanInputs> wider =
        into(
            below.isEmpty()
                ? withNeighbours(run, table, most)
                : alongside(run, table, alone.get()));
    boolean costsNothing = wider.isPresent() && wider.get().onLevel(to).equals(below);
    return costsNothing ? wider : alone;
  }

  private Optional<PlanInputs> into(List<SSTableMeta> tables) {
    return PlanInputs.into(to, planning.tree(), tables, planning.taken());
  }

  /** The table and its free neighbours that lie between the ends of what it meets below. */
  private List<SSTableMeta> alongside(Run run, SSTableMeta table, PlanInputs inputs) {
    List<SSTableMeta> together = new ArrayList<>();
    long bytes = TreeAnalysis.bytes(inputs.tables());
    long most = mostAlong();
    for (SSTableMeta other : TreeAnalysis.overlapping(run, inputs.firstKey(), inputs.lastKey())) {
      boolean inside =
          other.firstKey().compareTo(inputs.firstKey()) >= 0
              && other.lastKey().compareTo(inputs.lastKey()) <= 0;
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

  /**
   * The table and the free ones behind it, as nothing below stands between: they are moved at once.
   * Those with tombstones are not among them, as they may be rewritten to be rid of these.
   */
  private List<SSTableMeta> withNeighbours(Run run, SSTableMeta table, long most) {
    List<SSTableMeta> together = new ArrayList<>(List.of(table));
    long bytes = table.bytes();
    int next = TreeAnalysis.firstEndingAtLeast(run.tables(), table.lastKey()) + 1;
    for (SSTableMeta other : run.tables().subList(next, run.tables().size())) {
      bytes += other.bytes();
      boolean fits = bytes <= Math.min(most, mostAlong());
      boolean plain = table.tombstones() == 0 && other.tombstones() == 0;
      if (!fits || !plain || planning.taken().contains(other.id()) || meetsAny(table, other)) {
        break;
      }
      together.add(other);
    }
    return together;
  }

  private boolean meetsAny(SSTableMeta first, SSTableMeta last) {
    for (Run other : planning.tree().level(to)) {
      if (!TreeAnalysis.overlapping(other, first.firstKey(), last.lastKey()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private long mostAlong() {
    long target = planning.options().targetFileBytes();
    return target > Long.MAX_VALUE / MOST_ALONG ? Long.MAX_VALUE : target * MOST_ALONG;
  }

  /** The level that they come to. */
  int to() {
    return to;
  }
}

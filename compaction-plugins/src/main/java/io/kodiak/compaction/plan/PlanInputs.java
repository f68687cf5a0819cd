package io.kodiak.compaction.plan;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tables that a compaction must read once it is to read some of them: the fewest that make a
 * plan complete by the rules of {@link CompactionPlan}.
 *
 * <p>It takes a search of each run for each table that is read, whatever else the tree holds. For
 * one thread.
 */
public final class PlanInputs {
  private final List<Run> runs;
  private final int outputLevel;
  private final boolean joinsWhatItOverlaps;
  private final long mostBytes;

  /** In the order in which they were found; once they are complete, by id. */
  private final List<SSTableMeta> tables = new ArrayList<>();

  /** The index of the run of each, as long as they are not complete. */
  private int[] places = new int[8];

  private final TableIds ids = new TableIds();
  private Slice firstKey = Slice.EMPTY;
  private Slice lastKey = Slice.EMPTY;
  private long bytes;

  /** The oldest run of the output level that one of the tables is in; -1: there is none. */
  private int oldestOfLevel = -1;

  private PlanInputs(TreeView tree, int outputLevel, boolean joinsWhatItOverlaps, long mostBytes) {
    this.runs = tree.runs();
    this.outputLevel = outputLevel;
    this.joinsWhatItOverlaps = joinsWhatItOverlaps;
    this.mostBytes = mostBytes;
  }

  /**
   * Completes the inputs of a compaction into a deeper level, whose runs are merged with: what
   * overlaps there is read too, so that the level does not get another run.
   *
   * @param wanted tables above the level, at least one
   * @param taken the ids of tables that cannot be read
   * @return empty when a table that is needed is taken
   */
  public static Optional<PlanInputs> into(
      int level, TreeView tree, Collection<SSTableMeta> wanted, Set<Long> taken) {
    return new PlanInputs(tree, level, true, Long.MAX_VALUE).completed(wanted, taken);
  }

  /**
   * Completes the inputs of a compaction of several runs of one level into the oldest of them.
   *
   * @param wanted tables of the level, at least one
   * @param taken the ids of tables that cannot be read
   * @return empty when a table that is needed is taken
   */
  public static Optional<PlanInputs> within(
      int level, TreeView tree, Collection<SSTableMeta> wanted, Set<Long> taken) {
    return within(level, tree, wanted, taken, Long.MAX_VALUE);
  }

  /**
   * Completes inputs as {@link #within(int, TreeView, Collection, Set)} does, unless they are too
   * many: it stops as soon as that is known.
   *
   * @param mostBytes how many bytes are read at most
   * @return empty when a table that is needed is taken, or when they have more bytes
   */
  public static Optional<PlanInputs> within(
      int level, TreeView tree, Collection<SSTableMeta> wanted, Set<Long> taken, long mostBytes) {
    return new PlanInputs(tree, level, false, mostBytes).completed(wanted, taken);
  }

  /**
   * These and another table, completed again. Only where the outputs join the same run as before,
   * this is what one gets by completing all that was wanted at once.
   *
   * @return empty as when these were made
   */
  public Optional<PlanInputs> with(SSTableMeta table, TreeView tree, Set<Long> taken) {
    PlanInputs wider = new PlanInputs(tree, outputLevel, joinsWhatItOverlaps, mostBytes);
    wider.places = new int[tables.size() + 8];
    return wider.added(tables, Set.of())
        ? wider.completed(List.of(table), taken)
        : Optional.empty();
  }

  private Optional<PlanInputs> completed(Collection<SSTableMeta> wanted, Set<Long> taken) {
    int complete = tables.size();
    if (!added(wanted, taken) || !complete(complete, taken)) {
      return Optional.empty();
    }
    tables.sort(Comparator.comparingLong(SSTableMeta::id));
    return Optional.of(this);
  }

  /**
   * Goes round by round, as outputs may join an older run because of what came to the inputs: each
   * looks at what the one before has added, and at the others only below where that has looked.
   *
   * @param looked for so many tables, nothing has to be looked for up to the run that is joined
   * @return whether no table is taken and they are not too many
   */
  private boolean complete(int looked, Set<Long> taken) {
    int end = looked == 0 ? 0 : end();
    int before = 0;
    while (tables.size() > before) {
      before = tables.size();
      int joined = joinedRun();
      int further = joined >= 0 ? joined : RunOrder.firstFrom(runs, outputLevel);
      if (joined >= 0 && !added(joined, firstKey, lastKey, taken)) {
        return false;
      }
      int found = tables.size();
      for (int i = further > end ? 0 : looked; i < found; i++) {
        SSTableMeta table = tables.get(i);
        int from = places[i] + 1;
        for (int run = i < looked ? Math.max(from, end) : from; run < further; run++) {
          if (!added(run, table.firstKey(), table.lastKey(), taken)) {
            return false;
          }
        }
      }
      looked = found;
      end = further;
    }
    return true;
  }

  private int end() {
    int joined = joinedRun();
    return joined >= 0 ? joined : RunOrder.firstFrom(runs, outputLevel);
  }

  private boolean added(Collection<SSTableMeta> wanted, Set<Long> taken) {
    for (SSTableMeta table : wanted) {
      if (!added(table, RunOrder.place(runs, table), taken)) {
        return false;
      }
    }
    return true;
  }

  private boolean added(int run, Slice first, Slice last, Set<Long> taken) {
    List<SSTableMeta> all = runs.get(run).tables();
    for (int i = TreeAnalysis.firstEndingAtLeast(all, first); i < all.size(); i++) {
      SSTableMeta table = all.get(i);
      if (table.firstKey().compareTo(last) > 0) {
        return true;
      }
      if (!added(table, run, taken)) {
        return false;
      }
    }
    return true;
  }

  private boolean added(SSTableMeta table, int place, Set<Long> taken) {
    if (!ids.add(table.id())) {
      return true;
    }
    if (tables.isEmpty() || table.firstKey().compareTo(firstKey) < 0) {
      firstKey = table.firstKey();
    }
    if (tables.isEmpty() || table.lastKey().compareTo(lastKey) > 0) {
      lastKey = table.lastKey();
    }
    if (tables.size() == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[tables.size()] = place;
    tables.add(table);
    bytes += table.bytes();
    if (table.level() == outputLevel) {
      oldestOfLevel = Math.max(oldestOfLevel, place);
    }
    return bytes <= mostBytes && !taken.contains(table.id());
  }

  /** The index of the run that the outputs join; -1 when they found a new one. */
  private int joinedRun() {
    int newest = RunOrder.firstFrom(runs, outputLevel);
    if (newest == runs.size() || runs.get(newest).level() != outputLevel) {
      return -1;
    }
    if (!joinsWhatItOverlaps) {
      return Math.max(newest, oldestOfLevel);
    }
    int run = newest;
    while (run + 1 < runs.size() && runs.get(run + 1).level() == outputLevel) {
      run++;
    }
    while (run > newest && run > oldestOfLevel && !overlaps(runs.get(run))) {
      run--;
    }
    return run;
  }

  private boolean overlaps(Run run) {
    int found = TreeAnalysis.firstEndingAtLeast(run.tables(), firstKey);
    return found < run.tables().size()
        && run.tables().get(found).firstKey().compareTo(lastKey) <= 0;
  }

  /** The tables, by id. */
  public List<SSTableMeta> tables() {
    return Collections.unmodifiableList(tables);
  }

  /** The ids of the tables, ascending. */
  public Set<Long> ids() {
    Set<Long> all = new LinkedHashSet<>();
    tables.forEach(table -> all.add(table.id()));
    return all;
  }

  /** The size of all tables. */
  public long bytes() {
    return bytes;
  }

  /** Whether one of the tables is among some others. */
  public boolean hasAny(Set<Long> others) {
    for (SSTableMeta table : tables) {
      if (others.contains(table.id())) {
        return true;
      }
    }
    return false;
  }

  /** The tables that lie on one level. */
  public List<SSTableMeta> onLevel(int level) {
    List<SSTableMeta> found = new ArrayList<>();
    for (SSTableMeta table : tables) {
      if (table.level() == level) {
        found.add(table);
      }
    }
    return found;
  }

  /** The least key of all tables. */
  public Slice firstKey() {
    return firstKey;
  }

  /** The greatest key of all tables. */
  public Slice lastKey() {
    return lastKey;
  }
}

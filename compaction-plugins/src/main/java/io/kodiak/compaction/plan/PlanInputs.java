package io.kodiak.compaction.plan;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Collection;
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
  private final Destination destination;
  private final List<Run> runs;
  private final long mostBytes;

  /** The first {@link #count} are these; empty once they were asked for. */
  private FoundTables found;

  private int count;

  /** By id, once they were asked for. */
  private List<SSTableMeta> tables = List.of();

  private Slice firstKey = Slice.EMPTY;
  private Slice lastKey = Slice.EMPTY;
  private long bytes;

  /** The oldest run of the output level that one of the tables is in; -1: there is none. */
  private int oldestOfLevel = -1;

  /** The run of which the tables from one index to another, exclusive, are read; -1: of none. */
  private int spanned = -1;

  private int spanFrom;
  private int spanTo;

  private PlanInputs(Destination destination, long mostBytes) {
    this.destination = destination;
    this.runs = destination.runs();
    this.mostBytes = mostBytes;
    this.found = new FoundTables();
  }

  /** The same, to go on from: what comes to these is noted behind them, unless something was. */
  private PlanInputs(PlanInputs others) {
    this.destination = others.destination;
    this.runs = others.runs;
    this.mostBytes = others.mostBytes;
    this.found =
        others.found.size() == others.count
            ? others.found
            : FoundTables.of(others.tables(), others.runs);
    this.count = others.count;
    this.firstKey = others.firstKey;
    this.lastKey = others.lastKey;
    this.bytes = others.bytes;
    this.oldestOfLevel = others.oldestOfLevel;
    this.spanned = others.spanned;
    this.spanFrom = others.spanFrom;
    this.spanTo = others.spanTo;
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
    Destination destination = new Destination(tree.runs(), level, true);
    return new PlanInputs(destination, Long.MAX_VALUE).completed(wanted, taken);
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
    Destination destination = new Destination(tree.runs(), level, false);
    return new PlanInputs(destination, mostBytes).completed(wanted, taken);
  }

  /**
   * These and another table, completed again. Only where the outputs join the same run as before,
   * this is what one gets by completing all that was wanted at once.
   *
   * <p>Each table that comes to them is looked at once. To go on a second time from the same ones,
   * or from ones whose tables were asked for, copies all.
   *
   * @return empty as when these were made; they stay as they are
   */
  public Optional<PlanInputs> with(SSTableMeta table, Set<Long> taken) {
    return new PlanInputs(this).completed(List.of(table), taken);
  }

  private Optional<PlanInputs> completed(Collection<SSTableMeta> wanted, Set<Long> taken) {
    for (SSTableMeta table : wanted) {
      if (!added(table, RunOrder.place(runs, table), taken)) {
        return Optional.empty();
      }
    }
    if (!complete(count, taken)) {
      return Optional.empty();
    }
    count = found.size();
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
    while (found.size() > before) {
      before = found.size();
      int joined = joinedRun();
      int further = end();
      if (joined >= 0 && !addedSpan(joined, taken)) {
        return false;
      }
      int known = found.size();
      for (int i = further > end ? 0 : looked; i < known; i++) {
        SSTableMeta table = found.table(i);
        int from = found.place(i) + 1;
        for (int run = i < looked ? Math.max(from, end) : from; run < further; run++) {
          if (!added(run, table.firstKey(), table.lastKey(), taken)) {
            return false;
          }
        }
      }
      looked = known;
      end = further;
    }
    return true;
  }

  /** What overlaps an input is read too up to this run, exclusive. */
  private int end() {
    int joined = joinedRun();
    return joined >= 0 ? joined : destination.newest();
  }

  /** Adds what lies within the span of all in the run that is joined, and is not read yet. */
  private boolean addedSpan(int joined, Set<Long> taken) {
    List<SSTableMeta> all = runs.get(joined).tables();
    if (spanned != joined) {
      spanned = joined;
      spanFrom = TreeAnalysis.firstEndingAtLeast(all, firstKey);
      spanTo = spanFrom;
    }
    while (spanFrom > 0 && all.get(spanFrom - 1).lastKey().compareTo(firstKey) >= 0) {
      spanFrom--;
      if (!added(all.get(spanFrom), joined, taken)) {
        return false;
      }
    }
    while (spanTo < all.size() && all.get(spanTo).firstKey().compareTo(lastKey) <= 0) {
      if (!added(all.get(spanTo), joined, taken)) {
        return false;
      }
      spanTo++;
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
    boolean isFirst = found.size() == 0;
    if (!found.add(table, place)) {
      return true;
    }
    if (isFirst || table.firstKey().compareTo(firstKey) < 0) {
      firstKey = table.firstKey();
    }
    if (isFirst || table.lastKey().compareTo(lastKey) > 0) {
      lastKey = table.lastKey();
    }
    bytes += table.bytes();
    if (table.level() == destination.level()) {
      oldestOfLevel = Math.max(oldestOfLevel, place);
    }
    return bytes <= mostBytes && !taken.contains(table.id());
  }

  /** The index of the run that the outputs join; -1 when they found a new one. */
  private int joinedRun() {
    return destination.joined(oldestOfLevel, firstKey, lastKey);
  }

  /** The tables, by id. */
  public List<SSTableMeta> tables() {
    if (tables.isEmpty()) {
      tables = found.byId(count);
      // Others that go on from these may keep it.
      found = new FoundTables();
    }
    return tables;
  }

  /** The ids of the tables, ascending. */
  public Set<Long> ids() {
    Set<Long> all = new LinkedHashSet<>();
    tables().forEach(table -> all.add(table.id()));
    return all;
  }

  /** The size of all tables. */
  public long bytes() {
    return bytes;
  }

  /** Whether one of the tables is among some others. */
  public boolean hasAny(Set<Long> others) {
    for (SSTableMeta table : tables()) {
      if (others.contains(table.id())) {
        return true;
      }
    }
    return false;
  }

  /** The tables that lie on one level. */
  public List<SSTableMeta> onLevel(int level) {
    List<SSTableMeta> there = new ArrayList<>();
    for (SSTableMeta table : tables()) {
      if (table.level() == level) {
        there.add(table);
      }
    }
    return there;
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

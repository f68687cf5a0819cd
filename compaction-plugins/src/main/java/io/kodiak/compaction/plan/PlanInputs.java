package io.kodiak.compaction.plan;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables that a compaction must read once it is to read some of them: the fewest that make a
 * plan complete by the rules of {@link CompactionPlan}.
 *
 * <p>For one thread.
 */
public final class PlanInputs {
  private final TreeView tree;
  private final int outputLevel;
  private final boolean joinsWhatItOverlaps;
  private final Map<Long, SSTableMeta> inputs = new TreeMap<>();

  private PlanInputs(TreeView tree, int outputLevel, boolean joinsWhatItOverlaps) {
    this.tree = tree;
    this.outputLevel = outputLevel;
    this.joinsWhatItOverlaps = joinsWhatItOverlaps;
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
    return new PlanInputs(tree, level, true).completed(wanted, taken);
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
    return new PlanInputs(tree, level, false).completed(wanted, taken);
  }

  private Optional<PlanInputs> completed(Collection<SSTableMeta> wanted, Set<Long> taken) {
    wanted.forEach(table -> inputs.put(table.id(), table));
    int before = 0;
    while (inputs.size() > before) {
      before = inputs.size();
      complete();
    }
    boolean free = inputs.keySet().stream().noneMatch(taken::contains);
    return free ? Optional.of(this) : Optional.empty();
  }

  private void complete() {
    Slice first = firstKey();
    Slice last = lastKey();
    int joined = joinedRun(first, last);
    int end = joined;
    if (joined >= 0) {
      add(TreeAnalysis.overlapping(tree.runs().get(joined), first, last));
    } else {
      end = placeOfNewRun();
    }
    for (SSTableMeta table : List.copyOf(inputs.values())) {
      for (int i = place(table) + 1; i < end; i++) {
        add(TreeAnalysis.overlapping(tree.runs().get(i), table.firstKey(), table.lastKey()));
      }
    }
  }

  /** The index of the run of a table. */
  private int place(SSTableMeta table) {
    int place = 0;
    while (!isIn(tree.runs().get(place), table)) {
      place++;
    }
    return place;
  }

  private static boolean isIn(Run run, SSTableMeta table) {
    return run.level() == table.level() && run.id() == table.run();
  }

  private void add(List<SSTableMeta> tables) {
    tables.forEach(table -> inputs.put(table.id(), table));
  }

  /** The index of the run that the outputs join; -1 when they found a new one. */
  private int joinedRun(Slice first, Slice last) {
    List<Run> runs = tree.runs();
    int newest = -1;
    for (int i = runs.size() - 1; i >= 0; i--) {
      Run run = runs.get(i);
      if (run.level() == outputLevel) {
        newest = i;
        boolean overlaps =
            joinsWhatItOverlaps && !TreeAnalysis.overlapping(run, first, last).isEmpty();
        if (overlaps || inputs.values().stream().anyMatch(table -> isIn(run, table))) {
          return i;
        }
      }
    }
    return newest;
  }

  private int placeOfNewRun() {
    int place = 0;
    while (place < tree.runs().size() && tree.runs().get(place).level() < outputLevel) {
      place++;
    }
    return place;
  }

  /** The tables, by id. */
  public Collection<SSTableMeta> tables() {
    return inputs.values();
  }

  /** The ids of the tables. */
  public Set<Long> ids() {
    return inputs.keySet();
  }

  /** The tables that lie on one level. */
  public List<SSTableMeta> onLevel(int level) {
    List<SSTableMeta> found = new ArrayList<>();
    for (SSTableMeta table : inputs.values()) {
      if (table.level() == level) {
        found.add(table);
      }
    }
    return found;
  }

  /** The least key of all tables. */
  public Slice firstKey() {
    return inputs.values().stream().map(SSTableMeta::firstKey).min(Slice::compareTo).orElseThrow();
  }

  /** The greatest key of all tables. */
  public Slice lastKey() {
    return inputs.values().stream().map(SSTableMeta::lastKey).max(Slice::compareTo).orElseThrow();
  }
}

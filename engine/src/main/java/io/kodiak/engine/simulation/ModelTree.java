package io.kodiak.engine.simulation;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tree of a simulation. For one thread. */
final class ModelTree {
  /** Keys between two of which about as many bytes lie: as many as there are shards to make. */
  private static final int QUANTILES = 511;

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::level).thenComparing(Place::run, Comparator.reverseOrder());

  private static final Comparator<SimulatedTable> NEWEST_FIRST =
      Comparator.comparing((SimulatedTable table) -> Place.of(table.meta()), ORDER)
          .thenComparingDouble(SimulatedTable::from);

  private final Map<Long, SimulatedTable> tables = new HashMap<>();
  private final TreeMap<Place, OneRun> byPlace = new TreeMap<>(ORDER);
  private List<Run> runs = List.of();
  private List<Slice> quantiles = List.of();
  private double end;
  private double bytes;
  private double width;

  /** Where a run is. */
  private record Place(int level, long run) {
    static Place of(SSTableMeta meta) {
      return new Place(meta.level(), meta.run());
    }
  }

  /** A run, as the simulation and as a policy sees it. */
  private record OneRun(List<SimulatedTable> tables, Run run) {
    static OneRun of(Place place, List<SimulatedTable> tables) {
      List<SSTableMeta> metas = new ArrayList<>(tables.size());
      tables.forEach(table -> metas.add(table.meta()));
      return new OneRun(tables, new Run(place.level, place.run, metas));
    }
  }

  TreeView view(Set<Long> busy, long nowMillis) {
    return new TreeView("simulated", runs, busy, nowMillis, quantiles);
  }

  boolean isEmpty() {
    return tables.isEmpty();
  }

  /** The number of tables. */
  int count() {
    return tables.size();
  }

  double bytes() {
    return bytes;
  }

  /** The runs, newest data first. */
  List<Run> runs() {
    return runs;
  }

  long newestRun(int level) {
    for (Run run : runs) {
      if (run.level() == level) {
        return run.id();
      }
    }
    return 0;
  }

  int runsOnTop() {
    int count = 0;
    while (count < runs.size() && runs.get(count).level() == 0) {
      count++;
    }
    return count;
  }

  /** How many runs may hold a key, on average over the range of keys. */
  double readAmplification() {
    return end == 0 ? 0 : width / end;
  }

  void add(SimulatedTable table) {
    replace(List.of(), List.of(table));
  }

  /** The tables that a plan names, newest data first. */
  List<SimulatedTable> inputs(CompactionPlan plan) {
    List<SimulatedTable> inputs = new ArrayList<>();
    for (long id : plan.inputs()) {
      SimulatedTable table = tables.get(id);
      if (table != null) {
        inputs.add(table);
      }
    }
    inputs.sort(NEWEST_FIRST);
    return inputs;
  }

  /** The tables that stay and may hold older versions of what the plan merges. */
  List<SimulatedTable> below(CompactionPlan plan) {
    List<SimulatedTable> below = new ArrayList<>();
    boolean reached = false;
    for (OneRun run : byPlace.values()) {
      for (SimulatedTable table : run.tables) {
        if (plan.inputs().contains(table.meta().id())) {
          reached = true;
        } else if (reached) {
          below.add(table);
        }
      }
    }
    return below;
  }

  /** The tables of the first level with data that is deeper. */
  List<SimulatedTable> levelBelow(int level) {
    List<SimulatedTable> below = new ArrayList<>();
    int found = -1;
    for (Map.Entry<Place, OneRun> each : byPlace.entrySet()) {
      if (each.getKey().level > level && (found < 0 || found == each.getKey().level)) {
        found = each.getKey().level;
        below.addAll(each.getValue().tables);
      }
    }
    return below;
  }

  void replace(Collection<SimulatedTable> inputs, Collection<SimulatedTable> outputs) {
    Map<Place, List<SimulatedTable>> added = new HashMap<>();
    Set<Place> changed = new HashSet<>();
    Set<Long> removed = new HashSet<>();
    for (SimulatedTable table : inputs) {
      tables.remove(table.meta().id());
      removed.add(table.meta().id());
      changed.add(Place.of(table.meta()));
      count(table, -1);
    }
    for (SimulatedTable table : outputs) {
      tables.put(table.meta().id(), table);
      Place place = Place.of(table.meta());
      changed.add(place);
      added.computeIfAbsent(place, each -> new ArrayList<>()).add(table);
      count(table, 1);
    }
    for (Place place : changed) {
      change(place, removed, added.getOrDefault(place, List.of()));
    }
    List<Run> all = new ArrayList<>(byPlace.size());
    byPlace.values().forEach(run -> all.add(run.run));
    runs = List.copyOf(all);
  }

  private void count(SimulatedTable table, int times) {
    bytes += times * table.meta().bytes();
    width += times * (table.to() - table.from());
    if (table.to() > end) {
      end = table.to();
      List<Slice> keys = new ArrayList<>();
      for (int i = 1; i <= QUANTILES; i++) {
        keys.add(TableMaker.key(end * i / (QUANTILES + 1)));
      }
      quantiles = List.copyOf(keys);
    }
  }

  private void change(Place place, Set<Long> removed, List<SimulatedTable> added) {
    OneRun before = byPlace.get(place);
    List<SimulatedTable> after = new ArrayList<>(added);
    if (before != null) {
      for (SimulatedTable table : before.tables) {
        if (!removed.contains(table.meta().id())) {
          after.add(table);
        }
      }
    }
    if (after.isEmpty()) {
      byPlace.remove(place);
    } else {
      after.sort(Comparator.comparingDouble(SimulatedTable::from));
      byPlace.put(place, OneRun.of(place, after));
    }
  }
}

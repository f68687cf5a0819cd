package io.kodiak.engine.simulation;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
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

  private static final Run EMPTY = new Run(0, 0, List.of());

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
  private record OneRun(List<SimulatedTable> tables, Run run, long bytes) {
    /** The tables that hold keys between two places. */
    List<SimulatedTable> meeting(double from, double to) {
      int begin = firstFrom(tables, from);
      begin -= begin > 0 && tables.get(begin - 1).to() > from ? 1 : 0;
      return tables.subList(begin, Math.max(begin, firstFrom(tables, to)));
    }
  }

  /** The index of the first table that does not begin before a place. */
  private static int firstFrom(List<SimulatedTable> tables, double place) {
    int low = 0;
    int high = tables.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tables.get(middle).from() < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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

  /**
   * The tables that stay and may hold older versions of what is merged: those that count for the
   * engine's rule of tombstones.
   *
   * @param inputs what is merged, newest data first
   * @param from the least place of these
   * @param to where the last of these ends
   */
  List<SimulatedTable> below(List<SimulatedTable> inputs, double from, double to) {
    Set<Long> merged = new HashSet<>();
    inputs.forEach(input -> merged.add(input.meta().id()));
    List<SimulatedTable> below = new ArrayList<>();
    Place newest = Place.of(inputs.get(0).meta());
    for (OneRun run : byPlace.tailMap(newest, false).values()) {
      for (SimulatedTable table : run.meeting(from, to)) {
        if (!merged.contains(table.meta().id())) {
          below.add(table);
        }
      }
    }
    return below;
  }

  /** The tables of the first level with data that is deeper, between two places. */
  List<SimulatedTable> levelBelow(int level, double from, double to) {
    List<SimulatedTable> below = new ArrayList<>();
    int found = -1;
    for (Map.Entry<Place, OneRun> each : byPlace.entrySet()) {
      if (each.getKey().level > level && (found < 0 || found == each.getKey().level)) {
        found = each.getKey().level;
        below.addAll(each.getValue().meeting(from, to));
      }
    }
    return below;
  }

  /** The bytes of all runs but the oldest of each level, as {@code WriteDebt} counts them. */
  long waiting() {
    long waiting = 0;
    OneRun above = null;
    for (OneRun run : byPlace.values()) {
      boolean sameLevel = above != null && above.run.level() == run.run.level();
      waiting += sameLevel ? above.bytes : 0;
      above = run;
    }
    return waiting;
  }

  void replace(Collection<SimulatedTable> inputs, Collection<SimulatedTable> outputs) {
    Map<Place, List<SimulatedTable>> removed = new HashMap<>();
    Map<Place, List<SimulatedTable>> added = new HashMap<>();
    for (SimulatedTable table : inputs) {
      tables.remove(table.meta().id());
      removed.computeIfAbsent(Place.of(table.meta()), each -> new ArrayList<>()).add(table);
      count(table, -1);
    }
    for (SimulatedTable table : outputs) {
      tables.put(table.meta().id(), table);
      added.computeIfAbsent(Place.of(table.meta()), each -> new ArrayList<>()).add(table);
      count(table, 1);
    }
    Set<Place> changed = new HashSet<>(removed.keySet());
    changed.addAll(added.keySet());
    for (Place place : changed) {
      change(
          place,
          removed.getOrDefault(place, List.of()),
          added.getOrDefault(place, new ArrayList<>()));
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

  /** Changes a run; what stays is copied piece by piece, as a run may have many tables. */
  private void change(Place place, List<SimulatedTable> removed, List<SimulatedTable> added) {
    OneRun before = byPlace.getOrDefault(place, new OneRun(List.of(), EMPTY, 0));
    List<SimulatedTable> changes = new ArrayList<>(removed);
    changes.addAll(added);
    changes.sort(Comparator.comparingDouble(SimulatedTable::from));
    Set<SimulatedTable> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    gone.addAll(removed);
    List<SimulatedTable> after = new ArrayList<>(before.tables.size() + added.size());
    List<SSTableMeta> metas = new ArrayList<>(before.tables.size() + added.size());
    long runBytes = before.bytes;
    int copied = 0;
    for (SimulatedTable table : changes) {
      int next = firstFrom(before.tables, table.from());
      if (next > copied) {
        after.addAll(before.tables.subList(copied, next));
        metas.addAll(before.run.tables().subList(copied, next));
        copied = next;
      }
      if (gone.contains(table)) {
        copied++;
        runBytes -= table.meta().bytes();
      } else {
        after.add(table);
        metas.add(table.meta());
        runBytes += table.meta().bytes();
      }
    }
    after.addAll(before.tables.subList(copied, before.tables.size()));
    metas.addAll(before.run.tables().subList(copied, before.tables.size()));
    if (after.isEmpty()) {
      byPlace.remove(place);
    } else {
      byPlace.put(place, new OneRun(after, new Run(place.level, place.run, metas), runBytes));
    }
  }
}

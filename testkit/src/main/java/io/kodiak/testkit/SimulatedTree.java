package io.kodiak.testkit;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A tree of SSTables without files, to see what a policy makes of it: flushes add runs, plans are
 * started and completed as an engine would, and every key must keep reading as written. Keys are
 * numbers, every entry takes {@link SimulatedTable#ENTRY_BYTES}. For one thread.
 */
public final class SimulatedTree {
  private static final Comparator<SimulatedTable> ORDER =
      Comparator.comparingInt((SimulatedTable table) -> table.meta().level())
          .thenComparing(table -> table.meta().run(), Comparator.reverseOrder())
          .thenComparing(table -> table.meta().firstKey());
  private static final int PARTS = 256;

  private final List<SimulatedTable> tables = new ArrayList<>();
  private final List<SimulatedCompaction> running = new ArrayList<>();
  private final Map<Integer, Long> written = new HashMap<>();
  private List<Slice> quantiles = List.of();
  private long lastSequence;
  private long lastId;
  private long bytesMerged;
  private long nowMillis = 1_700_000_000_000L;
  private long quietMillis;

  /** Makes an empty tree. */
  public SimulatedTree() {}

  /** A tree that any policy may have left behind: several runs on several levels, some empty. */
  public static SimulatedTree random(SplittableRandom random) {
    SimulatedTree tree = new SimulatedTree();
    for (int level = random.nextInt(7); level >= 0; level--) {
      int runs = random.nextInt(level == 0 ? 8 : 4);
      for (int run = 1; run <= runs; run++) {
        int from = random.nextInt(2_000);
        int keys = 1 + random.nextInt(20 << Math.min(level, 5));
        int spread = 1 + random.nextInt(8);
        NavigableMap<Integer, Long> rows = new TreeMap<>();
        for (int i = 0; i < keys; i++) {
          tree.write(rows, from + random.nextInt(keys * spread), random.nextInt(5) == 0);
        }
        long targetBytes = 1 + random.nextInt(100) * SimulatedTable.ENTRY_BYTES;
        tree.cut(rows, level, run, targetBytes, List.of(), OverlapCut.never());
      }
    }
    return tree;
  }

  private void write(NavigableMap<Integer, Long> rows, int key, boolean delete) {
    lastSequence += lastSequence % 2 == (delete ? 1 : 0) ? 1 : 2;
    rows.put(key, lastSequence);
    written.put(key, lastSequence);
  }

  /** Adds a run to level 0 in which these keys are put, or deleted. */
  public void flush(Iterable<Integer> keys, boolean delete) {
    NavigableMap<Integer, Long> rows = new TreeMap<>();
    keys.forEach(key -> write(rows, key, delete));
    cut(rows, 0, nextRun(0), Long.MAX_VALUE, List.of(), OverlapCut.never());
    nowMillis += 1_000;
    quietMillis = 0;
  }

  /** Lets time go by in which nothing is written, in milliseconds. */
  public void pass(long millis) {
    nowMillis += millis;
    quietMillis += millis;
  }

  private long nextRun(int level) {
    return 1
        + tables.stream()
            .filter(table -> table.meta().level() == level)
            .mapToLong(table -> table.meta().run())
            .max()
            .orElse(0);
  }

  private void cut(
      NavigableMap<Integer, Long> rows,
      int level,
      long run,
      long targetBytes,
      List<Slice> boundaries,
      OverlapCut overlap) {
    long most = Math.max(1, targetBytes / SimulatedTable.ENTRY_BYTES);
    int passed = 0;
    NavigableMap<Integer, Long> next = new TreeMap<>();
    for (Map.Entry<Integer, Long> row : rows.entrySet()) {
      Slice key = SimulatedTable.key(row.getKey());
      int before = passed;
      while (passed < boundaries.size() && boundaries.get(passed).compareTo(key) <= 0) {
        passed++;
      }
      boolean overlaps = !next.isEmpty() && overlap.endsBefore(key);
      if (!next.isEmpty() && (overlaps || passed > before || next.size() >= most)) {
        tables.add(SimulatedTable.of(++lastId, level, run, next, nowMillis));
        next = new TreeMap<>();
      }
      if (next.isEmpty()) {
        overlap.begin(key);
      }
      next.put(row.getKey(), row.getValue());
    }
    if (!next.isEmpty()) {
      tables.add(SimulatedTable.of(++lastId, level, run, next, nowMillis));
    }
    changed();
  }

  private void changed() {
    tables.sort(ORDER);
    int[] keys =
        tables.stream()
            .flatMapToInt(table -> table.rows().keySet().stream().mapToInt(Integer::intValue))
            .toArray();
    Arrays.sort(keys);
    List<Slice> found = new ArrayList<>();
    int last = keys.length == 0 ? 0 : keys[0];
    for (int part = 1; part < PARTS && keys.length > 0; part++) {
      int key = keys[(int) ((long) part * keys.length / PARTS)];
      if (key > last) {
        found.add(SimulatedTable.key(key));
        last = key;
      }
    }
    quantiles = found;
  }

  /** What a policy sees now: inputs of running plans are busy. */
  public TreeView view() {
    Set<Long> busy = new HashSet<>();
    running.forEach(each -> busy.addAll(each.plan().inputs()));
    return view(busy);
  }

  /** What a policy sees when these tables are busy. */
  public TreeView view(Set<Long> busy) {
    List<Run> runs = new ArrayList<>();
    List<SSTableMeta> open = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      SSTableMeta meta = tables.get(i).meta();
      open.add(meta);
      boolean last = i + 1 == tables.size();
      SSTableMeta next = last ? meta : tables.get(i + 1).meta();
      if (last || next.level() != meta.level() || next.run() != meta.run()) {
        runs.add(new Run(meta.level(), meta.run(), open));
        open.clear();
      }
    }
    return new TreeView("simulated", runs, busy, nowMillis, quietMillis, quantiles);
  }

  /** The ids of all tables. */
  public List<Long> ids() {
    return tables.stream().map(table -> table.meta().id()).toList();
  }

  /** Plans that were started and not completed. */
  public List<CompactionPlan> running() {
    return running.stream().map(SimulatedCompaction::plan).toList();
  }

  /** Bytes of the results of all completed plans but trivial moves: what compaction has written. */
  public long bytesMerged() {
    return bytesMerged;
  }

  /** Bytes of all tables. */
  public long bytes() {
    return tables.stream().mapToLong(table -> table.meta().bytes()).sum();
  }

  /**
   * Begins a plan, if no running one stands in its way: its inputs are busy from now on.
   *
   * @return {@code false} when its result might overlap that of a running plan in one run, so that
   *     it has to wait
   */
  public boolean start(CompactionPlan plan) {
    List<String> problems = PlanRules.problems(view(), plan);
    if (!problems.isEmpty()) {
      throw new AssertionError(plan + " cannot be run: " + problems);
    }
    SimulatedCompaction compaction = SimulatedCompaction.of(view(), plan, running);
    for (SimulatedCompaction other : running) {
      if (compaction.conflictsWith(other)) {
        return false;
      }
    }
    running.add(compaction);
    return true;
  }

  /** Ends all plans that were started. */
  public void completeAll() {
    running().forEach(this::complete);
  }

  /**
   * Ends a plan that was started: its result replaces its inputs. Tables that only come to another
   * place are moved, unless their tombstones can go.
   */
  public void complete(CompactionPlan plan) {
    SimulatedCompaction compaction =
        running.stream().filter(each -> each.plan().equals(plan)).findFirst().orElseThrow();
    running.remove(compaction);
    int level = plan.outputLevel();
    long run = compaction.run();
    List<SimulatedTable> inputs = new ArrayList<>();
    for (SimulatedTable table : tables) {
      if (plan.inputs().contains(table.meta().id())) {
        inputs.add(table);
      }
    }
    tables.removeAll(inputs);
    if (isMove(inputs, plan, level, run)) {
      inputs.forEach(table -> tables.add(table.at(level, run)));
      changed();
    } else {
      NavigableMap<Integer, Long> merged = new TreeMap<>();
      inputs.forEach(table -> table.rows().forEach((key, at) -> merged.merge(key, at, Math::max)));
      merged
          .entrySet()
          .removeIf(row -> row.getValue() % 2 == 0 && !isBelow(row.getKey(), level, run));
      bytesMerged += merged.size() * SimulatedTable.ENTRY_BYTES;
      OverlapCut overlap =
          level == 0 ? OverlapCut.never() : new OverlapCut(levelBelow(level), plan.targetBytes());
      cut(merged, level, run, plan.targetBytes(), plan.boundaries(), overlap);
    }
    nowMillis += 10;
  }

  private boolean isMove(List<SimulatedTable> inputs, CompactionPlan plan, int level, long run) {
    List<SSTableMeta> byKey =
        inputs.stream()
            .map(SimulatedTable::meta)
            .sorted(Comparator.comparing(SSTableMeta::firstKey))
            .toList();
    SSTableMeta first = byKey.get(0);
    boolean moves = false;
    boolean sameRun = true;
    boolean large = true;
    for (int i = 0; i < byKey.size(); i++) {
      SSTableMeta meta = byKey.get(i);
      if (isRewritten(meta, level, run) || (i > 0 && byKey.get(i - 1).overlaps(meta))) {
        return false;
      }
      moves |= meta.level() != level || meta.run() != run;
      sameRun &= meta.level() == first.level() && meta.run() == first.run();
      large &= meta.bytes() >= plan.targetBytes() / 4;
    }
    return moves && (sameRun || large);
  }

  /** Whether tombstones can go, as nothing that is older lies below. */
  private boolean isRewritten(SSTableMeta meta, int level, long run) {
    return meta.tombstones() > 0
        && tables.stream()
            .map(SimulatedTable::meta)
            .noneMatch(other -> isOlder(other, level, run) && other.overlaps(meta));
  }

  private static boolean isOlder(SSTableMeta table, int level, long run) {
    return table.level() > level || (table.level() == level && table.run() < run);
  }

  /** The tables of the first level with data that is deeper. */
  private List<SSTableMeta> levelBelow(int level) {
    List<SSTableMeta> below = new ArrayList<>();
    for (SimulatedTable table : tables) {
      SSTableMeta meta = table.meta();
      if (meta.level() > level && (below.isEmpty() || below.get(0).level() == meta.level())) {
        below.add(meta);
      }
    }
    return below;
  }

  private boolean isBelow(int key, int level, long run) {
    for (SimulatedTable table : tables) {
      if (isOlder(table.meta(), level, run) && table.rows().containsKey(key)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What is wrong with the tree: runs that overlap themselves, keys that do not read as written.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Map<Integer, Long> read = new HashMap<>();
    SSTableMeta before = null;
    for (SimulatedTable table : tables) {
      SSTableMeta meta = table.meta();
      boolean sameRun =
          before != null && before.level() == meta.level() && before.run() == meta.run();
      if (sameRun && before.lastKey().compareTo(meta.firstKey()) >= 0) {
        problems.add("tables " + before.id() + " and " + meta.id() + " of one run overlap");
      }
      table.rows().forEach(read::putIfAbsent);
      before = meta;
    }
    for (Map.Entry<Integer, Long> row : written.entrySet()) {
      Long found = read.get(row.getKey());
      boolean deleted = row.getValue() % 2 == 0 && found == null;
      if (!deleted && !row.getValue().equals(found)) {
        problems.add("key " + row.getKey() + " reads as of " + found + ", not " + row.getValue());
      }
    }
    return problems;
  }
}

package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.CompactionProgress;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tells what compaction does now, and what it would do next. */
final class CompactionOutlook {
  private static final Comparator<PlannedCompaction> URGENT_FIRST =
      Comparator.comparing(PlannedCompaction::byHand)
          .thenComparingInt(PlannedCompaction::priority)
          .reversed();

  private final Tables tables;
  private final CompactionWork work;
  private final CompactionPause pause;

  CompactionOutlook(Tables tables, CompactionWork work, CompactionPause pause) {
    this.tables = tables;
    this.work = work;
    this.pause = pause;
  }

  CompactionPause pause() {
    return pause;
  }

  /** What is so of all tables. */
  CompactionStatus status() throws PluginException {
    return status(tables.all());
  }

  /** What is so of some tables. */
  CompactionStatus status(List<TableState> which) throws PluginException {
    List<PlannedCompaction> waiting = new ArrayList<>();
    for (TableState table : which) {
      waiting.addAll(planned(table));
    }
    List<ChosenCompaction> chosen = work.picker().running();
    List<RunningCompaction> running = running(which, chosen);
    // What was begun since it was looked at is not to be told twice.
    Set<Long> busy = new HashSet<>();
    running.forEach(each -> busy.addAll(each.inputs()));
    waiting.removeIf(each -> !Collections.disjoint(busy, each.inputs()));
    // A request waits for files that are busy, and is not told as running when it is not above.
    for (TableState table : which) {
      waiting.addAll(requested(table, chosen));
    }
    waiting.sort(URGENT_FIRST);
    return new CompactionStatus(pause.isPaused(), pause.sinceMillis(), running, waiting);
  }

  private List<RunningCompaction> running(List<TableState> which, List<ChosenCompaction> all) {
    List<RunningCompaction> running = new ArrayList<>();
    for (ChosenCompaction chosen : all) {
      if (which.contains(chosen.table())) {
        running.add(running(chosen));
      }
    }
    return running;
  }

  private RunningCompaction running(ChosenCompaction chosen) {
    CompactionPlan plan = chosen.plan();
    long bytes = 0;
    for (long id : plan.inputs()) {
      bytes += bytes(chosen, id);
    }
    CompactionProgress progress = work.progress(chosen);
    return new RunningCompaction(
        chosen.table().name(),
        plan.outputLevel(),
        List.copyOf(new TreeSet<>(plan.inputs())),
        bytes,
        progress == null ? 0 : progress.bytesRead(),
        progress == null ? 0 : progress.bytesWritten(),
        chosen.request() != null,
        plan.reason());
  }

  private static long bytes(ChosenCompaction chosen, long id) {
    SSTableFile file = chosen.tree().file(id);
    return file == null ? 0 : file.meta().bytes();
  }

  private List<PlannedCompaction> planned(TableState table) throws PluginException {
    TreeView view = work.picker().view(table);
    Map<Long, Long> bytes = bytes(view);
    List<PlannedCompaction> planned = new ArrayList<>();
    for (CompactionPlan plan : CompactionPicker.plans(table, view)) {
      planned.add(planned(view, bytes, plan, false));
    }
    return planned;
  }

  private List<PlannedCompaction> requested(TableState table, List<ChosenCompaction> running) {
    List<PlannedCompaction> requested = new ArrayList<>();
    for (ManualCompaction request : work.picker().requests(table)) {
      if (running.stream().noneMatch(chosen -> chosen.request() == request)) {
        TreeView view = work.picker().view(table);
        request.plan(view).ifPresent(plan -> requested.add(planned(view, bytes(view), plan, true)));
      }
    }
    return requested;
  }

  /** The size of each SSTable of a tree, by its id. */
  private static Map<Long, Long> bytes(TreeView view) {
    Map<Long, Long> bytes = new HashMap<>();
    for (Run run : view.runs()) {
      run.tables().forEach(table -> bytes.put(table.id(), table.bytes()));
    }
    return bytes;
  }

  private static PlannedCompaction planned(
      TreeView view, Map<Long, Long> bytes, CompactionPlan plan, boolean byHand) {
    return new PlannedCompaction(
        view.table(),
        plan.outputLevel(),
        List.copyOf(new TreeSet<>(plan.inputs())),
        plan.inputs().stream().mapToLong(id -> bytes.getOrDefault(id, 0L)).sum(),
        plan.priority(),
        byHand,
        plan.reason());
  }
}

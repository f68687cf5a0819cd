package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.CompactionProgress;
import io.kodiak.engine.database.CompactionPicker.Chosen;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.PluginException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
      waiting.addAll(next(table));
    }
    List<RunningCompaction> running = running(which);
    // What was begun since it was looked at is not to be told twice.
    Set<Long> busy = new HashSet<>();
    running.forEach(each -> busy.addAll(each.inputs()));
    waiting.removeIf(each -> !Collections.disjoint(busy, each.inputs()));
    waiting.sort(URGENT_FIRST);
    return new CompactionStatus(pause.isPaused(), pause.sinceMillis(), running, waiting);
  }

  private List<RunningCompaction> running(List<TableState> which) {
    List<RunningCompaction> running = new ArrayList<>();
    for (Chosen chosen : work.picker().running()) {
      if (which.contains(chosen.table())) {
        running.add(running(chosen));
      }
    }
    return running;
  }

  private RunningCompaction running(Chosen chosen) {
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

  private static long bytes(Chosen chosen, long id) {
    SSTableFile file = chosen.tree().file(id);
    return file == null ? 0 : file.meta().bytes();
  }

  private List<PlannedCompaction> next(TableState table) throws PluginException {
    TreeView view = work.picker().view(table);
    List<PlannedCompaction> next = new ArrayList<>();
    List<Chosen> running = work.picker().running();
    for (ManualCompaction request : work.picker().requests(table)) {
      Optional<CompactionPlan> plan = request.plan(view);
      boolean runs = running.stream().anyMatch(chosen -> chosen.request() == request);
      if (!runs && plan.isPresent()) {
        next.add(planned(view, plan.get(), true));
      }
    }
    for (CompactionPlan plan : CompactionPicker.plans(table, view)) {
      next.add(planned(view, plan, false));
    }
    return next;
  }

  private static PlannedCompaction planned(TreeView view, CompactionPlan plan, boolean byHand) {
    List<SSTableMeta> inputs = CompactionPicker.inputs(view, plan);
    return new PlannedCompaction(
        view.table(),
        plan.outputLevel(),
        List.copyOf(new TreeSet<>(plan.inputs())),
        inputs.stream().mapToLong(SSTableMeta::bytes).sum(),
        plan.priority(),
        byHand,
        plan.reason());
  }
}

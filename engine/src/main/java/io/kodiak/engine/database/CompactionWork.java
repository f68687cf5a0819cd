package io.kodiak.engine.database;

import io.kodiak.engine.compaction.CompactionJob;
import io.kodiak.engine.compaction.CompactionProgress;
import io.kodiak.engine.compaction.CompactionRate;
import io.kodiak.engine.compaction.CompactionResult;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.Version;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTables;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the compactions that the picker chooses, on as many threads as call it, and makes their
 * results part of the trees.
 *
 * <p>A large compaction is split, and a thread that comes while it runs helps with it, unless
 * something more urgent waits: so one large merge does not occupy one thread while others rest, and
 * there are never more threads at work than call this.
 */
final class CompactionWork implements Worker.Task {
  private static final Logger LOG = LoggerFactory.getLogger(CompactionWork.class);

  /** Threads may come later and progress at different speeds: more parts than threads even that. */
  private static final int PARTS_PER_THREAD = 2;

  private final CompactionPicker picker;
  private final VersionSet versions;
  private final SSTables sstables;
  private final Targets targets;
  private final Snapshots snapshots;
  private final BooleanSupplier stopping;
  private final CompactionRate rate;
  private final int threads;
  private volatile Runnable onSplit = () -> {};
  private final Map<ChosenCompaction, CompactionJob> running = new HashMap<>();

  /**
   * @param stopping whether the database is closing, or compaction paused
   * @param rate limits how fast all compactions read and write
   * @param threads how many threads call {@link #runOnce}
   */
  CompactionWork(
      CompactionPicker picker,
      VersionSet versions,
      SSTables sstables,
      Targets targets,
      Snapshots snapshots,
      BooleanSupplier stopping,
      CompactionRate rate,
      int threads) {
    this.picker = picker;
    this.versions = versions;
    this.sstables = sstables;
    this.targets = targets;
    this.snapshots = snapshots;
    this.stopping = stopping;
    this.rate = rate;
    this.threads = threads;
  }

  /** Sets what is run when there is something that further threads can help with. */
  void onSplit(Runnable wake) {
    onSplit = wake;
  }

  CompactionPicker picker() {
    return picker;
  }

  @Override
  public Worker.Outcome runOnce() throws IOException {
    while (true) {
      Map.Entry<ChosenCompaction, CompactionJob> other = mostUrgentToHelp();
      ChosenCompaction chosen = picker.pick(other == null ? null : other.getKey());
      if (chosen != null) {
        return carryOut(chosen) ? Worker.Outcome.DONE : Worker.Outcome.PART;
      }
      if (other == null) {
        return picker.running().isEmpty() ? Worker.Outcome.IDLE : Worker.Outcome.WAITING;
      }
      if (other.getValue().help()) {
        // How all of it ended is told to the thread that it belongs to.
        return Worker.Outcome.PART;
      }
    }
  }

  private synchronized Map.@Nullable Entry<ChosenCompaction, CompactionJob> mostUrgentToHelp() {
    Map.Entry<ChosenCompaction, CompactionJob> best = null;
    for (Map.Entry<ChosenCompaction, CompactionJob> each : running.entrySet()) {
      boolean better = best == null || each.getKey().isMoreUrgentThan(best.getKey());
      if (better && each.getValue().canBeHelped()) {
        best = each;
      }
    }
    return best == null ? null : Map.entry(best.getKey(), best.getValue());
  }

  /** Runs a compaction; whether it was not cancelled. */
  private boolean carryOut(ChosenCompaction chosen) throws IOException {
    boolean done = false;
    // Keeps the input files until the job has ended. A view would keep memtables as well, which
    // would then take twice the memory while a merge runs.
    Version pinned = versions.pin();
    try {
      done = run(chosen);
    } finally {
      versions.unpin(pinned);
      picker.ended(chosen, done);
    }
    chosen.table().treeChanged();
    return done;
  }

  private boolean run(ChosenCompaction chosen) throws IOException {
    CompactionJob job = begin(chosen);
    if (job == null) {
      return false;
    }
    try {
      CompactionResult result = job.run(parts(), onSplit);
      Installation.apply(versions, result.edit(), target(chosen), result.written());
      chosen.table().compacted(chosen.tree(), chosen.plan(), chosen.placement());
      count(chosen, job, result);
      return true;
    } catch (CancellationException e) {
      LOG.debug("cancelled", e);
      return false;
    } finally {
      synchronized (this) {
        running.remove(chosen);
      }
    }
  }

  /** With one thread nobody helps, so there is nothing to gain. */
  private int parts() {
    return threads == 1 ? 1 : PARTS_PER_THREAD * threads;
  }

  private synchronized @Nullable CompactionJob begin(ChosenCompaction chosen) {
    ManualCompaction request = chosen.request();
    if (stopping.getAsBoolean() || (request != null && request.isWithdrawn())) {
      return null;
    }
    Tree tree = chosen.tree();
    // Listed after the tree was read: a later snapshot sees everything in it.
    CompactionJob job =
        new CompactionJob(
            tree,
            chosen.plan(),
            chosen.placement(),
            snapshots.sequences(),
            sstables,
            target(chosen),
            rate);
    if (request != null) {
      job.rewriteOldVersions();
    }
    running.put(chosen, job);
    return job;
  }

  private RunWriter.Target target(ChosenCompaction chosen) {
    return targets.target(chosen.table(), chosen.placement().level(), chosen.lastLevel());
  }

  private static void count(ChosenCompaction chosen, CompactionJob job, CompactionResult result) {
    Counters counters = chosen.table().counters();
    counters.history.note(chosen.plan());
    if (result.moved()) {
      counters.trivialMoves.add(result.outputs().size());
      return;
    }
    counters.compactions.increment();
    counters.bytesCompactedIn.add(job.progress().totalBytes());
    counters.bytesCarried.add(job.progress().bytesCarried());
    for (SSTableFile output : result.outputs()) {
      counters.bytesCompactedOut.add(output.meta().bytes());
    }
  }

  /** Takes a request back; what runs for it gives up. */
  void cancel(ManualCompaction request) {
    picker.withdraw(request);
    synchronized (this) {
      running.forEach(
          (chosen, job) -> {
            if (chosen.request() == request) {
              job.cancel();
            }
          });
    }
  }

  /** How far a request has come. */
  synchronized CompactionRequest.Progress progress(ManualCompaction request) {
    long read = 0;
    for (Map.Entry<ChosenCompaction, CompactionJob> each : running.entrySet()) {
      if (each.getKey().request() == request) {
        read = each.getValue().progress().bytesRead();
      }
    }
    return request.progress(read);
  }

  /** How far a compaction that was chosen has come; {@code null}: it has not begun, or ended. */
  synchronized @Nullable CompactionProgress progress(ChosenCompaction chosen) {
    CompactionJob job = running.get(chosen);
    return job == null ? null : job.progress();
  }

  /** Makes every running compaction give up. */
  synchronized void cancelAll() {
    running.values().forEach(CompactionJob::cancel);
  }
}

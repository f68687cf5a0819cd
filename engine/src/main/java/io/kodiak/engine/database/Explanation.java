package io.kodiak.engine.database;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.compaction.OverlapDepth;
import io.kodiak.engine.read.LiveShare;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Puts together what is to be said of one table. */
final class Explanation {
  /** Enough for a standard error of 1.6 % of the whole; takes some ten milliseconds. */
  private static final int SAMPLES = 1024;

  private final Parts parts;
  private final TableState table;

  Explanation(Parts parts, TableState table) {
    this.parts = parts;
    this.table = table;
  }

  TableExplanation explain() throws IOException {
    CompactionStatus status = parts.outlook().status(List.of(table));
    PinnedView pin = table.acquire();
    try {
      List<Run> runs = pin.tree().runs();
      OverlapDepth depth = OverlapDepth.of(runs);
      return new TableExplanation(
          table.name(),
          table.options().policyName(),
          levels(runs),
          status.running(),
          status.waiting(),
          amplification(pin, depth, status.waiting()),
          new TreeWarnings(parts, table, runs, depth).all());
    } finally {
      pin.release();
    }
  }

  private List<LevelExplanation> levels(List<Run> runs) {
    List<LevelExplanation> levels = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= runs.size(); i++) {
      if (i == runs.size() || runs.get(i).level() != runs.get(from).level()) {
        levels.add(level(runs.subList(from, i)));
        from = i;
      }
    }
    return levels;
  }

  private LevelExplanation level(List<Run> runs) {
    int level = runs.get(0).level();
    int files = 0;
    long bytes = 0;
    long entries = 0;
    long tombstones = 0;
    long oldest = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;
    for (Run run : runs) {
      files += run.tables().size();
      bytes += run.bytes();
      entries += run.entries();
      for (SSTableMeta file : run.tables()) {
        tombstones += file.tombstones();
        oldest = Math.min(oldest, file.createdMillis());
        newest = Math.max(newest, file.createdMillis());
      }
    }
    CompactionHistory.Entry history = table.counters().history.of(level);
    return new LevelExplanation(
        level,
        runs.size(),
        files,
        bytes,
        entries,
        tombstones,
        oldest,
        newest,
        history.compactions(),
        history.lastReason());
  }

  private Amplification amplification(
      PinnedView pin, OverlapDepth depth, List<PlannedCompaction> next) throws IOException {
    Counters counters = table.counters();
    // The view was pinned before: whatever it shows is visible.
    LiveShare live = LiveShare.sample(pin.view(), parts.writes().visible(), SAMPLES);
    return new Amplification(
        counters.bytesWritten(),
        counters.bytesFlushed.sum() + counters.bytesLoaded.sum(),
        counters.bytesCompactedOut.sum(),
        next.stream().mapToLong(PlannedCompaction::bytes).sum(),
        pin.view().memtableCount(),
        depth.greatest(),
        depth.average(),
        live.share());
  }
}

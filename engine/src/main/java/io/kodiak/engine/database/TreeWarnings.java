package io.kodiak.engine.database;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.compaction.OverlapDepth;
import io.kodiak.engine.database.TreeWarning.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds what should not stay as it is in the tree of a table. */
final class TreeWarnings {
  /** A share of tombstones from which they cost more than they can be worth. */
  private static final double MANY_TOMBSTONES = 0.25;

  /** Fewer tombstones than this slow nothing down. */
  private static final long FEW_TOMBSTONES = 1_000;

  /** A file is small when so many of it would make up the memtable that is flushed. */
  private static final int SMALL = 16;

  /** So many small files are no accident. */
  private static final int MANY_FILES = 32;

  private static final long LONG_STALL_MILLIS = 1_000;

  private final Parts parts;
  private final TableState table;
  private final List<Run> runs;
  private final OverlapDepth depth;
  private final List<TreeWarning> found = new ArrayList<>();

  TreeWarnings(Parts parts, TableState table, List<Run> runs, OverlapDepth depth) {
    this.parts = parts;
    this.table = table;
    this.runs = runs;
    this.depth = depth;
  }

  /** All warnings, in the order of their kinds. */
  List<TreeWarning> all() {
    paused();
    stalled();
    overlappingRuns();
    tombstones();
    smallFiles();
    return found;
  }

  private void add(Kind kind, String message, String remedy) {
    found.add(new TreeWarning(kind, message, remedy));
  }

  private String policySettings() {
    return "the settings of compaction." + table.options().policyName();
  }

  private void paused() {
    if (parts.outlook().pause().isPaused()) {
      add(
          Kind.PAUSED,
          parts.outlook().pause() + ": runs pile up, and lookups become slower",
          "kodiak compaction resume, or Database.resumeCompaction()");
    }
  }

  private void stalled() {
    DatabaseState state = parts.health().state();
    if (state != DatabaseState.HEALTHY) {
      add(
          Kind.STALLED,
          "the database is " + state + ": nothing is flushed or compacted until that ends",
          "the message of a refused write names the cause");
    }
    long stalled = parts.backpressure().stalledMillis();
    if (stalled >= LONG_STALL_MILLIS) {
      add(
          Kind.STALLED,
          "writers were held back for " + stalled + " ms since opening",
          "more compaction-threads, a larger memtable.flush-size, or a higher"
              + " compaction.slowdown-runs");
    }
  }

  private void overlappingRuns() {
    TableOptions options = table.options();
    int most = Math.max(2, options.slowdownRuns() / 2);
    if (depth.greatest() <= most) {
      return;
    }
    long onTop = runs.stream().filter(run -> run.level() == 0).count();
    add(
        Kind.OVERLAPPING_RUNS,
        String.format(
            Locale.ROOT,
            "up to %d runs may hold the same key, %.1f on average; %d runs lie on level 0, and"
                + " writers are slowed down from %d on",
            depth.greatest(),
            depth.average(),
            onTop,
            options.slowdownRuns()),
        parts.outlook().pause().isPaused()
            ? "kodiak compaction resume"
            : "more compaction-threads, " + policySettings() + ", or kodiak compact");
  }

  private void tombstones() {
    long entries = 0;
    long tombstones = 0;
    for (Run run : runs) {
      entries += run.entries();
      for (SSTableMeta file : run.tables()) {
        tombstones += file.tombstones();
      }
    }
    if (tombstones >= FEW_TOMBSTONES && tombstones >= entries * MANY_TOMBSTONES) {
      add(
          Kind.TOMBSTONES,
          String.format(
              Locale.ROOT,
              "%d of %d entries are tombstones: scans step over them, and they keep older data",
              tombstones,
              entries),
          "kodiak compact, with --from and --to where the deletions were; "
              + policySettings()
              + " where they pile up again");
    }
  }

  private void smallFiles() {
    long most = table.options().flushBytes() / SMALL;
    int files = 0;
    int small = 0;
    for (Run run : runs) {
      for (SSTableMeta file : run.tables()) {
        files++;
        small += file.bytes() < most ? 1 : 0;
      }
    }
    if (small >= MANY_FILES && small > files / 2) {
      add(
          Kind.SMALL_FILES,
          small + " of " + files + " files are smaller than " + most + " bytes",
          "a larger file size among "
              + policySettings()
              + ", no memtable.flush-entries, fewer flushes by hand, or kodiak compact");
    }
  }
}

package io.kodiak.compaction.plan;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import java.util.List;

/** The level that the outputs of a compaction go to, and how they get there. Immutable. */
final class Destination {
  private final List<Run> runs;
  private final int level;
  private final boolean joinsWhatItOverlaps;

  /** The newest run of the level, or the first one below it. */
  private final int newest;

  /** The oldest run of the level; less than the newest: it has none. */
  private final int oldest;

  /**
   * A level of a tree.
   *
   * @param joinsWhatItOverlaps whether outputs are merged with what they overlap there
   */
  Destination(List<Run> runs, int level, boolean joinsWhatItOverlaps) {
    this.runs = runs;
    this.level = level;
    this.joinsWhatItOverlaps = joinsWhatItOverlaps;
    this.newest = RunOrder.firstFrom(runs, level);
    this.oldest = RunOrder.firstFrom(runs, level + 1) - 1;
  }

  /** Every run of the tree, newest first. */
  List<Run> runs() {
    return runs;
  }

  int level() {
    return level;
  }

  /** The index of the newest run of the level, or of the first one below it. */
  int newest() {
    return newest;
  }

  /**
   * The index of the run that outputs join; -1 when they found a new one.
   *
   * @param oldestInput the oldest run of the level that an input is in; -1: there is none
   * @param first the least key of all inputs
   * @param last the greatest key of all inputs
   */
  int joined(int oldestInput, Slice first, Slice last) {
    if (oldest < newest) {
      return -1;
    }
    if (!joinsWhatItOverlaps) {
      return Math.max(newest, oldestInput);
    }
    int run = oldest;
    while (run > newest && run > oldestInput && !overlaps(runs.get(run), first, last)) {
      run--;
    }
    return run;
  }

  private static boolean overlaps(Run run, Slice first, Slice last) {
    List<SSTableMeta> tables = run.tables();
    int found = TreeAnalysis.firstEndingAtLeast(tables, first);
    return found < tables.size() && tables.get(found).firstKey().compareTo(last) <= 0;
  }
}

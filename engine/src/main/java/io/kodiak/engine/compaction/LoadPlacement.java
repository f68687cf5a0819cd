package io.kodiak.engine.compaction;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import java.util.List;

/**
 * Where SSTables go that hold newer data than the whole tree.
 *
 * <p>They go as deep as they can without lying below or beside older data that they overlap: the
 * deeper, the fewer compactions rewrite them. There they join the newest run. On level 0, and while
 * a compaction runs, whose outputs are not in the tree yet, they become the newest run of level 0.
 *
 * @param level the level
 * @param run the run
 */
public record LoadPlacement(int level, long run) {
  /**
   * Places SSTables that overlap nowhere among themselves.
   *
   * @param runs the tree, newest first
   * @param busy whether a compaction of the table runs
   */
  public static LoadPlacement of(List<Run> runs, List<SSTableMeta> tables, boolean busy) {
    int level = busy ? 0 : Integer.MAX_VALUE;
    for (SSTableMeta table : tables) {
      level = Math.min(level, level(runs, table.firstKey(), table.lastKey()));
    }
    long newest = 0;
    for (Run run : runs) {
      if (run.level() == level) {
        newest = Math.max(newest, run.id());
      }
    }
    return new LoadPlacement(level, level > 0 && newest > 0 ? newest : newest + 1);
  }

  /**
   * The deepest level down to which nothing overlaps a range of keys; level 1 when there is no
   * deeper one, and 0 when there is none.
   */
  public static int level(List<Run> runs, Slice first, Slice last) {
    int deepest = 1;
    for (Run run : runs) {
      if (!TreeAnalysis.overlapping(run, first, last).isEmpty()) {
        return Math.max(0, run.level() - 1);
      }
      deepest = Math.max(deepest, run.level());
    }
    return deepest;
  }
}

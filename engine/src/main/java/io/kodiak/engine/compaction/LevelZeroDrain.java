package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells by how many runs compactions leave level 0 smaller. Of a run that is taken range by range,
 * each compaction counts for the share of its bytes that it took: together they come to one run,
 * and not all of it with the last.
 *
 * <p>For one table and one thread.
 */
public final class LevelZeroDrain {
  /** The size that the runs of level 0 had before anything was taken from them, by their ids. */
  private final Map<Long, Long> whole = new HashMap<>();

  private double left;

  /** Makes one for a table of which nothing was taken yet. */
  public LevelZeroDrain() {}

  /**
   * How many whole runs a compaction, and the parts of runs that earlier ones took, have made level
   * 0 smaller by; each is told once.
   *
   * @param before the runs of the tree with the inputs
   * @param now the runs of the tree as it is
   */
  public int wholeRunsLess(
      List<Run> before, List<Run> now, CompactionPlan plan, Placement placement) {
    left += runsLess(before, now, plan, placement);
    int runs = (int) Math.max(0, left);
    left -= runs;
    return runs;
  }

  /**
   * By how many runs a compaction has made level 0 smaller; negative when it founded a run there
   * and has not taken as much from others yet.
   *
   * @param before the runs of the tree that the plan was made for
   * @param now the runs of the tree as it is
   */
  double runsLess(List<Run> before, List<Run> now, CompactionPlan plan, Placement placement) {
    double less = placement.level() == 0 && placement.founded() ? -1 : 0;
    for (Run run : before) {
      if (run.level() > 0) {
        break;
      }
      long bytes = Math.max(1, Math.max(run.bytes(), whole.getOrDefault(run.id(), 0L)));
      whole.put(run.id(), bytes);
      boolean isJoined = placement.level() == 0 && placement.run() == run.id();
      less += isJoined ? 0 : (double) taken(run, plan) / bytes;
    }
    whole.keySet().removeIf(id -> now.stream().noneMatch(run -> isOnTop(run, id)));
    return less;
  }

  private static long taken(Run run, CompactionPlan plan) {
    long taken = 0;
    for (SSTableMeta table : run.tables()) {
      taken += plan.inputs().contains(table.id()) ? table.bytes() : 0;
    }
    return taken;
  }

  private static boolean isOnTop(Run run, long id) {
    return run.level() == 0 && run.id() == id;
  }
}

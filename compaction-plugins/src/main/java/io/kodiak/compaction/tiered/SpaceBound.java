package io.kodiak.compaction.tiered;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.compaction.plan.RunCursor;
import io.kodiak.compaction.plan.SizeText;
import java.util.List;

/**
 * Bounds the space that outdated entries may take: once the runs above the oldest have more than a
 * share of its bytes, they are merged into it.
 *
 * <p>Only tables that overlap the oldest run count: no others can make anything in it outdated. The
 * bound holds for what is free; runs that a merge has taken will count when it has ended.
 */
final class SpaceBound {
  private final Planning planning;
  private final List<Run> runs;

  SpaceBound(Planning planning) {
    this.planning = planning;
    this.runs = planning.runs();
  }

  void plan() {
    int oldest = runs.size() - 1;
    if (oldest < 1) {
      return;
    }
    double share = planning.options().spacePercent() / 100.0;
    double most = share * planning.bytes(oldest);
    if (allAbove(oldest) <= most) {
      return;
    }
    long above = 0;
    long reachable = 0;
    int from = 0;
    for (int i = 0; i < oldest; i++) {
      long bytes = freeBytes(runs.get(i), runs.get(oldest));
      above += bytes;
      reachable += bytes;
      if (planning.isTaken(runs.get(i))) {
        from = i + 1;
        reachable = 0;
      }
    }
    // To merge little into much, because the rest is busy, would cost more than to wait.
    if (above > most && reachable > most / 2) {
      String reason =
          "runs above the oldest have %s where they overlap it, more than %d %% of its %s"
              .formatted(
                  SizeText.of(above),
                  planning.options().spacePercent(),
                  SizeText.of(planning.bytes(oldest)));
      new GroupMerge(planning, from, oldest).plan(above / most, (long) (above - most), reason);
    }
  }

  /** The size of the runs above one: no less than what overlaps it. */
  private long allAbove(int run) {
    long bytes = 0;
    for (int i = 0; i < run; i++) {
      bytes += planning.bytes(i);
    }
    return bytes;
  }

  /** What a run has where it overlaps the oldest. */
  private long freeBytes(Run run, Run oldest) {
    RunCursor base = new RunCursor(oldest);
    long bytes = 0;
    for (SSTableMeta table : run.tables()) {
      bytes += base.meets(table) && !planning.isTaken(table) ? table.bytes() : 0;
    }
    return bytes;
  }
}

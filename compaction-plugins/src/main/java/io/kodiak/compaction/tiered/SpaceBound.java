package io.kodiak.compaction.tiered;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.compaction.plan.KeyCover;
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
    KeyCover base = new KeyCover();
    base.add(runs.get(oldest));
    long above = 0;
    long reachable = 0;
    int from = 0;
    for (int i = 0; i < oldest; i++) {
      long bytes = freeBytes(base.met(runs.get(i)));
      above += bytes;
      reachable += bytes;
      if (planning.isTaken(runs.get(i))) {
        from = i + 1;
        reachable = 0;
      }
    }
    double share = planning.options().spacePercent() / 100.0;
    double most = share * runs.get(oldest).bytes();
    // To merge little into much, because the rest is busy, would cost more than to wait.
    if (above > most && reachable > most / 2) {
      String reason =
          "runs above the oldest have %s where they overlap it, more than %d %% of its %s"
              .formatted(
                  SizeText.of(above),
                  planning.options().spacePercent(),
                  SizeText.of(runs.get(oldest).bytes()));
      new GroupMerge(planning, from, oldest).plan(above / most, (long) (above - most), reason);
    }
  }

  private long freeBytes(List<SSTableMeta> tables) {
    long bytes = 0;
    for (SSTableMeta table : tables) {
      bytes += planning.isTaken(table) ? 0 : table.bytes();
    }
    return bytes;
  }
}

package io.kodiak.compaction.tiered;

import io.kodiak.api.Run;
import io.kodiak.compaction.plan.KeyCover;
import io.kodiak.compaction.plan.SizeText;
import java.util.List;

/**
 * Finds groups of neighbours of about one size and merges those that are wide enough.
 *
 * <p>A group grows from a run to the older ones as long as what the next one has in the ranges of
 * the group is not larger than the largest so far by more than the size ratio. So a smaller or a
 * disjoint run is taken along. Where a group that is due becomes as large as the runs behind it,
 * and these with it are due again, they are merged at once: that saves writing it twice.
 */
final class SizeTiers {
  private final Planning planning;
  private final List<Run> runs;

  SizeTiers(Planning planning) {
    this.planning = planning;
    this.runs = planning.runs();
  }

  /** The oldest run of a group, what it reads, and its largest part, in bytes. */
  private record Extent(int to, long bytes, long largest) {}

  void plan() {
    int from = 0;
    while (from < runs.size()) {
      int to = due(from);
      if (to > from) {
        int width = to - from + 1;
        String reason =
            "%d runs of at most about %s each, due from %d"
                .formatted(
                    width, SizeText.of(largest(from, to)), planning.options().minMergeWidth());
        new GroupMerge(planning, from, to)
            .plan((double) width / planning.options().minMergeWidth(), Long.MAX_VALUE, reason);
        from = to;
      }
      from++;
    }
  }

  private long largest(int from, int to) {
    long largest = 0;
    for (int run = from; run <= to; run++) {
      largest = Math.max(largest, planning.bytes(run));
    }
    return largest;
  }

  /** The last run of the group that is due from {@code from} on; {@code from} when none is. */
  private int due(int from) {
    if (planning.isTaken(runs.get(from))) {
      return from;
    }
    KeyCover cover = new KeyCover();
    cover.add(runs.get(from));
    int most = from + planning.options().maxMergeWidth() - 1;
    int due = from;
    int begin = from;
    long bytes = planning.bytes(from);
    while (true) {
      Extent extent = grow(begin, bytes, most, cover);
      if (extent.to - begin + 1 < planning.options().minMergeWidth()) {
        return due;
      }
      due = extent.to;
      begin = extent.to;
      bytes = extent.bytes;
    }
  }

  /** Grows a group whose newest run is {@code from} and counts as so many bytes. */
  private Extent grow(int from, long bytes, int most, KeyCover cover) {
    Extent extent = new Extent(from, bytes, bytes);
    while (extent.to < Math.min(most, runs.size() - 1)) {
      Run next = runs.get(extent.to + 1);
      double limit = extent.largest * (1 + planning.options().sizeRatio());
      if (planning.isTaken(next)) {
        break;
      }
      long met = cover.metBytes(next, limit);
      if (met > limit) {
        break;
      }
      cover.add(next);
      extent = new Extent(extent.to + 1, extent.bytes + met, Math.max(extent.largest, met));
    }
    return extent;
  }
}

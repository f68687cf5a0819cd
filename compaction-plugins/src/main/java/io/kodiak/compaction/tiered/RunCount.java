package io.kodiak.compaction.tiered;

import io.kodiak.api.Run;
import io.kodiak.compaction.plan.KeyCover;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Bounds the number of runs: of all groups of neighbours that are wide enough to bring it back to
 * the bound, the one that is cheapest to merge becomes one run.
 */
final class RunCount {
  private final Planning planning;
  private final List<Run> runs;

  RunCount(Planning planning) {
    this.planning = planning;
    this.runs = planning.runs();
  }

  private record Candidate(int from, long cost) {}

  void plan() {
    int count = count();
    int most = planning.options().maxRuns();
    if (count <= most) {
      return;
    }
    int width = Math.max(2, Math.min(count - most + 1, planning.options().maxMergeWidth()));
    List<Candidate> candidates = new ArrayList<>();
    for (int from = 0; from + width <= runs.size(); from++) {
      List<Run> group = runs.subList(from, from + width);
      if (group.stream().noneMatch(planning::isTaken)) {
        candidates.add(new Candidate(from, cost(from, width)));
      }
    }
    candidates.sort(Comparator.comparingLong(Candidate::cost).thenComparingInt(Candidate::from));
    String reason =
        "%d runs, %d at most; these %d are the cheapest to merge".formatted(count, most, width);
    for (Candidate candidate : candidates) {
      GroupMerge merge = new GroupMerge(planning, candidate.from, candidate.from + width - 1);
      if (merge.plan((double) count / most, Long.MAX_VALUE, reason)) {
        return;
      }
    }
  }

  /** How many runs there are; what is being merged counts as the one that it becomes. */
  private int count() {
    int free = (int) runs.stream().filter(run -> !planning.isTaken(run)).count();
    return free == runs.size() ? free : free + 1;
  }

  private long cost(int from, int width) {
    KeyCover cover = new KeyCover();
    long bytes = 0;
    int oldest = from + width - 1;
    for (int run = from; run < oldest; run++) {
      cover.add(runs.get(run));
      bytes += planning.bytes(run);
    }
    return bytes + cover.metBytes(runs.get(oldest), Double.POSITIVE_INFINITY);
  }
}

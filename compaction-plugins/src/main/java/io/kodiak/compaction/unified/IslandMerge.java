package io.kodiak.compaction.unified;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.SizeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merges an island of tables.
 *
 * <p>If the result is dense enough for another level and would make a merge due there at once, the
 * older tables that it meets there are merged with it, and so on: that saves writing it twice. But
 * not where that would make one large merge: written out first and cut, it can go on range by
 * range.
 */
final class IslandMerge {
  /** A merge takes a denser level along if it then reads at most so many files of target size. */
  private static final int MOST_FILES = 16;

  private final Planning planning;
  private final Island island;

  IslandMerge(Planning planning, Island island) {
    this.planning = planning;
    this.island = island;
  }

  /**
   * Plans the merge, unless a table that it needs is taken.
   *
   * @param score how due it is, from 1 on
   * @param reason why it is due
   */
  void plan(double score, String reason) {
    Optional<PlanInputs> own = completed(island.tables());
    Optional<PlanInputs> wider = own;
    while (wider.isPresent()) {
      own = wider;
      wider = withNextLevel(own.get());
    }
    own.ifPresent(inputs -> add(inputs, score, reason));
  }

  /** The tables that have to be read, which go to the place of the oldest of them. */
  private Optional<PlanInputs> completed(List<SSTableMeta> wanted) {
    int deepest = wanted.stream().mapToInt(SSTableMeta::level).max().orElse(0);
    return PlanInputs.within(deepest, planning.tree(), wanted, planning.taken());
  }

  private Optional<PlanInputs> withNextLevel(PlanInputs inputs) {
    int target = target(inputs);
    List<SSTableMeta> met = new ArrayList<>();
    for (SSTableMeta table : older(inputs)) {
      if (planning.densities().level(table) <= target) {
        met.add(table);
      }
    }
    int threshold = planning.options().scaling(target).threshold();
    if (met.isEmpty() || 1 + Island.depth(met) < threshold) {
      return Optional.empty();
    }
    met.addAll(inputs.tables());
    double most = (double) MOST_FILES * planning.options().targetFileBytes();
    return completed(met).filter(wider -> TreeAnalysis.bytes(wider.tables()) <= most);
  }

  private double density(PlanInputs inputs) {
    return planning.densities().merged(inputs.tables(), inputs.firstKey(), inputs.lastKey());
  }

  private int target(PlanInputs inputs) {
    return planning.densities().level(density(inputs));
  }

  /** The tables that lie below the result. */
  private List<SSTableMeta> older(PlanInputs inputs) {
    int age = inputs.tables().stream().mapToInt(planning::age).max().orElse(0);
    return planning.older(age, inputs.firstKey(), inputs.lastKey());
  }

  private void add(PlanInputs inputs, double score, String reason) {
    int deepest = inputs.tables().stream().mapToInt(SSTableMeta::level).max().orElse(0);
    int below = older(inputs).stream().mapToInt(SSTableMeta::level).min().orElse(Integer.MAX_VALUE);
    double density = density(inputs);
    int target = planning.densities().level(density);
    List<Slice> boundaries =
        planning.shards().boundaries(inputs.firstKey(), inputs.lastKey(), density);
    planning.add(
        inputs,
        Math.min(Math.max(deepest, target), below),
        boundaries,
        score,
        "%s; %s in %d tables become as dense as %s"
            .formatted(
                reason,
                SizeText.of(TreeAnalysis.bytes(inputs.tables())),
                inputs.tables().size(),
                SizeText.of((long) density)));
  }
}

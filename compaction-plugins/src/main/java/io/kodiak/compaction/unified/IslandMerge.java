package io.kodiak.compaction.unified;

import io.kodiak.api.Run;
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
    Optional<PlanInputs> own = completed(island.tables(), Long.MAX_VALUE);
    Optional<PlanInputs> wider = own;
    while (wider.isPresent()) {
      own = wider;
      wider = withNextLevel(own.get());
    }
    own.ifPresent(inputs -> add(inputs, score, reason));
  }

  /** The tables that have to be read, which go to the place of the oldest of them. */
  private Optional<PlanInputs> completed(List<SSTableMeta> wanted, long most) {
    int deepest = wanted.stream().mapToInt(SSTableMeta::level).max().orElse(0);
    return PlanInputs.within(deepest, planning.tree(), wanted, planning.taken(), most);
  }

  private Optional<PlanInputs> withNextLevel(PlanInputs inputs) {
    int target = target(inputs);
    long most = MOST_FILES * planning.options().targetFileBytes();
    List<SSTableMeta> met = olderUpTo(target, inputs, most - inputs.bytes());
    int threshold = planning.options().scaling(target).threshold();
    if (met.isEmpty() || 1 + Island.depth(met) < threshold) {
      return Optional.empty();
    }
    met.addAll(inputs.tables());
    return completed(met, most);
  }

  private double density(PlanInputs inputs) {
    return planning.densities().merged(inputs.tables(), inputs.firstKey(), inputs.lastKey());
  }

  private int target(PlanInputs inputs) {
    return planning.densities().level(density(inputs));
  }

  /**
   * The tables below the result that are not denser than a level.
   *
   * @param most when they have more bytes, there are none
   */
  private List<SSTableMeta> olderUpTo(int level, PlanInputs inputs, long most) {
    List<SSTableMeta> older = new ArrayList<>();
    List<Run> runs = planning.tree().runs();
    long left = most;
    for (int run = age(inputs) + 1; run < runs.size(); run++) {
      List<SSTableMeta> tables =
          planning.densities().hasUpTo(level, run) ? runs.get(run).tables() : List.of();
      int next = TreeAnalysis.firstEndingAtLeast(tables, inputs.firstKey());
      for (; next < tables.size() && left >= 0; next++) {
        SSTableMeta table = tables.get(next);
        if (table.firstKey().compareTo(inputs.lastKey()) > 0) {
          break;
        }
        if (planning.densities().level(table) <= level) {
          older.add(table);
          left -= table.bytes();
        }
      }
    }
    return left < 0 ? new ArrayList<>() : older;
  }

  /** The index of the oldest run that is read. */
  private int age(PlanInputs inputs) {
    int age = 0;
    for (SSTableMeta table : inputs.tables()) {
      age = Math.max(age, planning.age(table));
    }
    return age;
  }

  private void add(PlanInputs inputs, double score, String reason) {
    int deepest = inputs.tables().stream().mapToInt(SSTableMeta::level).max().orElse(0);
    int below =
        planning.levelOf(planning.nextOlder(age(inputs), inputs.firstKey(), inputs.lastKey()));
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
                SizeText.of(inputs.bytes()),
                inputs.tables().size(),
                SizeText.of((long) density)));
  }
}

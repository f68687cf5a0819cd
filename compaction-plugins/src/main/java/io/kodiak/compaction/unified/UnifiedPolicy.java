package io.kodiak.compaction.unified;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sorts the tables into levels by their densities and merges, level by level, those that share a
 * key with enough others; then brings runs together that need not be apart, and small files.
 *
 * <p>Tables that each overlap only the next can be of ever more runs without any key being in many
 * tables. So what hangs together on one level of the tree is also merged once it is of twice as
 * many runs as tables may share a key.
 */
final class UnifiedPolicy implements CompactionPolicy {
  private final UnifiedOptions options;

  UnifiedPolicy(UnifiedOptions options) {
    this.options = options;
  }

  @Override
  public List<CompactionPlan> plan(TreeView tree) {
    Planning planning = new Planning(tree, options);
    Map<Integer, List<List<SSTableMeta>>> levels = new TreeMap<>();
    for (int run = 0; run < tree.runs().size(); run++) {
      planning
          .densities()
          .byLevel(run)
          .forEach(
              (level, tables) ->
                  levels.computeIfAbsent(level, none -> new ArrayList<>()).add(tables));
    }
    levels.forEach((level, tables) -> mergeLevel(planning, level, tables));
    for (int level = 0; level <= tree.lastLevel(); level++) {
      mergeChains(planning, level, tree.level(level));
    }
    new Tidying(planning).plan();
    return planning.plans();
  }

  private void mergeLevel(Planning planning, int level, List<List<SSTableMeta>> byRun) {
    for (Island island : Island.ofSeveral(byRun, options.scaling(level).threshold())) {
      if (isDue(island, level)) {
        int newestTaken = newestTaken(planning, island);
        if (newestTaken == Integer.MAX_VALUE) {
          mergeDue(planning, level, island);
        } else {
          mergeNewer(planning, level, island, newestTaken);
        }
      }
    }
  }

  /** What came since a merge of the older tables began must not pile up until that has ended. */
  private void mergeNewer(Planning planning, int level, Island island, int age) {
    List<SSTableMeta> newer =
        island.tables().stream().filter(table -> planning.age(table) < age).toList();
    for (Island part : Island.of(newer)) {
      if (isDue(part, level)) {
        mergeDue(planning, level, part);
      }
    }
  }

  private static int newestTaken(Planning planning, Island island) {
    return island.tables().stream()
        .filter(planning::isTaken)
        .mapToInt(planning::age)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private boolean isDue(Island island, int level) {
    return island.depth() >= options.scaling(level).threshold();
  }

  private void mergeDue(Planning planning, int level, Island island) {
    Scaling scaling = options.scaling(level);
    String reason =
        "density level %d (%s): %d tables share a key, due from %d"
            .formatted(level, scaling.text(), island.depth(), scaling.threshold());
    new IslandMerge(planning, island).plan((double) island.depth() / scaling.threshold(), reason);
  }

  private void mergeChains(Planning planning, int level, List<Run> runs) {
    int most = 2 * options.scaling(level).threshold();
    if (runs.size() < most) {
      return;
    }
    for (Island island : Island.ofSeveral(runs.stream().map(Run::tables).toList(), 2)) {
      boolean free = island.tables().stream().noneMatch(planning::isTaken);
      if (free && island.tables().size() >= most && island.runs() >= most) {
        String reason =
            "level %d: tables of %d runs hang together, due from %d"
                .formatted(level, island.runs(), most);
        new IslandMerge(planning, island).plan((double) island.runs() / most, reason);
      }
    }
  }
}

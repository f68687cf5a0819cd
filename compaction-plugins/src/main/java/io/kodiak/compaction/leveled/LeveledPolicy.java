package io.kodiak.compaction.leveled;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives every level a score, the share of what it may hold, and compacts those that reach 1, the
 * fullest first; then tables that should go down although their level is not full.
 *
 * <p>The score of level 0 counts its runs and its bytes, that of the others their bytes; a deeper
 * level of several runs, which another policy left, scores their number. Where level 0 waits for
 * tables of the base level that are busy, nothing that would keep these busy is begun unless the
 * level is the fuller of the two.
 *
 * <p>It comes to rest: a plan takes tables to a deeper level, or makes fewer runs of a level, or
 * rids a table of tombstones that it may look at again only after a day; and the sizes that levels
 * should have change with the bytes of the tree alone, not with where these are.
 */
final class LeveledPolicy implements CompactionPolicy {
  private final LeveledOptions options;

  LeveledPolicy(LeveledOptions options) {
    this.options = options;
  }

  @Override
  public List<CompactionPlan> plan(TreeView tree) {
    Planning planning = new Planning(tree, options);
    int base = planning.targets().baseLevel();
    LevelZero levelZero = new LevelZero(planning);
    List<Level> due = new ArrayList<>();
    for (int number = 1; number <= tree.lastLevel(); number++) {
      Level level = new Level(planning, number);
      if (level.score() >= 1) {
        due.add(level);
      }
    }
    due.sort(Comparator.comparingDouble(Level::score).reversed());
    for (Level level : due) {
      if (levelZero.score() >= level.score()) {
        levelZero.plan();
      }
      if (level.number() > base || !levelZero.waits()) {
        level.plan();
      }
    }
    levelZero.plan();
    new EarlyPicks(planning).plan(levelZero.waits() ? base + 1 : 1);
    return planning.plans();
  }
}

package io.kodiak.compaction.leveled;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives every level a score, the share of what it may hold, and compacts those that reach 1, the
 * fullest first.
 *
 * <p>The score of level 0 counts its runs and its bytes, that of the others their bytes; a deeper
 * level of several runs, which another policy left, scores their number. Where level 0 waits for
 * tables of the base level that are busy, nothing that would keep these busy is begun unless the
 * base level is the fuller of the two.
 */
final class LeveledPolicy implements CompactionPolicy {
  private final LeveledOptions options;

  LeveledPolicy(LeveledOptions options) {
    this.options = options;
  }

  @Override
  public List<CompactionPlan> plan(TreeView tree) {
    Planning planning = new Planning(tree, options, LevelTargets.fixed(options));
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
      if (level.number() != planning.targets().baseLevel() || !levelZero.waits()) {
        level.plan();
      }
    }
    levelZero.plan();
    return planning.plans();
  }
}

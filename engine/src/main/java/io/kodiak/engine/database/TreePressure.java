package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.engine.backpressure.Pressure;
import io.kodiak.engine.backpressure.WriteDebt;
import io.kodiak.engine.compaction.LevelZeroDrain;
import io.kodiak.engine.compaction.Placement;
import io.kodiak.engine.manifest.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much the tree of one table holds writers back.
 *
 * <p>Whoever waits for fewer runs while nobody merges any would wait for ever. So a tree that the
 * policy is content with, or that is not compacted for a pause, holds nobody back. That is known of
 * the tree that was looked at, and no other: all threads may be busy with other tables while this
 * one gets more runs. Until one of them looks again, the runs that came since count, as if the
 * policy wanted to merge them.
 *
 * <p>Safe for use by several threads.
 */
final class TreePressure {
  private final WriteDebt debt;
  private final LevelZeroDrain drain = new LevelZeroDrain();
  private Shape shape = new Shape(null, 0, 0);

  /** The tree that rests; {@code null}: something is to be merged. */
  private @Nullable Shape resting;

  /** What of a tree counts; kept as long as the tree is the same. */
  private record Shape(@Nullable Tree tree, int runsOnTop, long waiting) {
    static Shape of(Tree tree) {
      List<Run> runs = tree.runs();
      int onTop = (int) runs.stream().takeWhile(run -> run.level() == 0).count();
      return new Shape(tree, onTop, WriteDebt.waiting(runs));
    }
  }

  TreePressure(WriteDebt debt) {
    this.debt = debt;
  }

  /**
   * Notes that this tree stays as it is: the policy is content with it and nothing is merged, or
   * compaction is paused.
   *
   * @return whether writers are to be told, as another tree rests than before. It may not be the
   *     current one: they may wait for less than there is by now.
   */
  synchronized boolean atRest(Tree tree) {
    if (resting != null && resting.tree() == tree) {
      return false;
    }
    Shape now = shape(tree);
    debt.atRest(now.waiting());
    resting = now;
    return true;
  }

  /**
   * Notes that something is to be merged, or being merged.
   *
   * @return whether writers are to be told, as a tree rested before
   */
  synchronized boolean compactionDue() {
    debt.compactionDue();
    boolean rested = resting != null;
    resting = null;
    return rested;
  }

  /** Says that a compaction changed the tree. */
  synchronized void compacted(Tree before, Tree now, CompactionPlan plan, Placement placement) {
    debt.drained(drain.wholeRunsLess(before.runs(), now.runs(), plan, placement));
  }

  /** How much a tree holds writers back. */
  synchronized Pressure of(Tree tree) {
    Shape rest = resting;
    if (rest == null) {
      Shape now = shape(tree);
      return debt.ofTree(now.runsOnTop(), now.waiting());
    }
    if (rest.tree() == tree) {
      return Pressure.NONE;
    }
    Shape now = shape(tree);
    return debt.ofTree(now.runsOnTop() - rest.runsOnTop(), now.waiting());
  }

  private Shape shape(Tree tree) {
    if (shape.tree() != tree) {
      shape = Shape.of(tree);
    }
    return shape;
  }
}

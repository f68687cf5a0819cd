package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import java.util.List;

/** Tells simulations which plans the engine would carry out by moving files. */
public final class TrivialMoves {
  private TrivialMoves() {}

  /**
   * Whether the plan only moves files, when all of them are encoded as their new level wants.
   *
   * @param inputs the tables that the plan names, in the order of the tree
   */
  public static boolean applies(
      TreeView tree, CompactionPlan plan, Placement placement, List<SSTableMeta> inputs) {
    return TrivialMove.applies(
        plan,
        placement,
        inputs,
        input -> true,
        () -> TombstoneRule.of(tree, plan, placement.first(), placement.last()));
  }
}

package io.kodiak.compaction.tiered;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.TreeView;
import java.util.List;

/**
 * Merges neighbours in the order of age, for one of three reasons: the runs above the oldest take
 * too much space beside it; enough of them have about one size; or there are too many runs.
 *
 * <p>Nothing is remembered of a merge that goes key range by key range. All that is compared are
 * the bytes of runs where they overlap, and of these a half-done merge leaves as much in the ranges
 * that are still to do as there was: what made it begin lets it go on.
 */
final class TieredPolicy implements CompactionPolicy {
  private final TieredOptions options;

  TieredPolicy(TieredOptions options) {
    this.options = options;
  }

  @Override
  public List<CompactionPlan> plan(TreeView tree) {
    Planning planning = new Planning(tree, options);
    new SpaceBound(planning).plan();
    new SizeTiers(planning).plan();
    if (planning.plans().isEmpty()) {
      new RunCount(planning).plan();
    }
    return planning.plans();
  }
}

package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.engine.compaction.Placement;
import io.kodiak.engine.manifest.Tree;
import org.jspecify.annotations.Nullable;

/**
 * A compaction that was chosen, and has been running since.
 *
 * @param tree the tree that its plan was checked against
 * @param lastLevel whether its outputs are on the last level, when it ends
 * @param request what asked for it by hand; {@code null}: nobody did
 */
record ChosenCompaction(
    TableState table,
    Tree tree,
    CompactionPlan plan,
    Placement placement,
    boolean lastLevel,
    @Nullable ManualCompaction request) {
  /** Chosen compactions are told apart by identity: each runs once. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** Whether this comes first: what was asked for by hand, then what has the higher priority. */
  boolean isMoreUrgentThan(ChosenCompaction other) {
    if ((request == null) != (other.request == null)) {
      return request != null;
    }
    return plan.priority() > other.plan.priority();
  }
}

package io.kodiak.engine.compaction;

import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.manifest.Tree;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Makes what a compaction policy sees of a tree. */
public final class TreeViews {
  private TreeViews() {}

  /**
   * The view of a tree, without quantiles, as if it were written to.
   *
   * @param busy the ids of the SSTables that running compactions read
   */
  public static TreeView of(Tree tree, Set<Long> busy, Clock clock) {
    return of(tree, busy, clock.millis(), 0, List.of());
  }

  /**
   * The view of a tree.
   *
   * @param busy the ids of the SSTables that running compactions read
   * @param quietMillis for how long nothing has been written
   * @param quantiles what {@link KeyQuantiles} says of the tree
   */
  public static TreeView of(
      Tree tree, Set<Long> busy, long nowMillis, long quietMillis, List<Slice> quantiles) {
    return new TreeView(tree.table().name(), tree.runs(), busy, nowMillis, quietMillis, quantiles);
  }
}

package io.kodiak.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tree of one table at one moment, as a compaction policy sees it. Immutable.
 *
 * @param table the name of the table
 * @param runs every run, newest data first: by level upwards and, within a level, by id downwards
 * @param busy the ids of SSTables that a running compaction reads; a plan must not name them
 * @param nowMillis the current time in milliseconds since 1970 UTC
 * @param quietMillis for how long nothing has been written to the table, in milliseconds, as far as
 *     the engine has watched; 0 when that is not known
 * @param quantiles keys, strictly ascending, between any two of which about the same number of
 *     bytes of the table lie; empty when that is not known
 */
public record TreeView(
    String table,
    List<Run> runs,
    Set<Long> busy,
    long nowMillis,
    long quietMillis,
    List<Slice> quantiles) {
  /** Copies the collections. */
  public TreeView {
    runs = List.copyOf(runs);
    busy = Set.copyOf(busy);
    quantiles = List.copyOf(quantiles);
  }

  /** A view of a table that may be written to right now. */
  public TreeView(
      String table, List<Run> runs, Set<Long> busy, long nowMillis, List<Slice> quantiles) {
    this(table, runs, busy, nowMillis, 0, quantiles);
  }

  /** A view of a table that may be written to right now, without quantiles. */
  public TreeView(String table, List<Run> runs, Set<Long> busy, long nowMillis) {
    this(table, runs, busy, nowMillis, List.of());
  }

  /** The runs of one level, newest first. */
  public List<Run> level(int level) {
    List<Run> found = new ArrayList<>();
    for (Run run : runs) {
      if (run.level() == level) {
        found.add(run);
      }
    }
    return found;
  }

  /** The deepest level that holds data; -1 when the tree is empty. */
  public int lastLevel() {
    return runs.isEmpty() ? -1 : runs.get(runs.size() - 1).level();
  }
}

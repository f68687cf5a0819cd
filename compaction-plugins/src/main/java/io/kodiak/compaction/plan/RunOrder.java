package io.kodiak.compaction.plan;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import java.util.List;

/** Finds runs in the order of a tree: newest data first, by level and, within a level, by id. */
public final class RunOrder {
  private RunOrder() {}

  /**
   * The index of the run of a table among {@link TreeView#runs()}, in logarithmic time.
   *
   * @throws IllegalArgumentException when the tree has no such run
   */
  public static int place(List<Run> runs, SSTableMeta table) {
    int low = 0;
    int high = runs.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Run run = runs.get(middle);
      if (run.level() == table.level() && run.id() == table.run()) {
        return middle;
      }
      if (run.level() < table.level() || (run.level() == table.level() && run.id() > table.run())) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new IllegalArgumentException("the tree has no run of SSTable " + table.id());
  }

  /** The index of the first run of a level or below it; the number of runs if there is none. */
  public static int firstFrom(List<Run> runs, int level) {
    int place = 0;
    while (place < runs.size() && runs.get(place).level() < level) {
      place++;
    }
    return place;
  }
}

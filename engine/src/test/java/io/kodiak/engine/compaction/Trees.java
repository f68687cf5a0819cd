package io.kodiak.engine.compaction;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Trees of tables that exist as metadata only. */
final class Trees {
  private Trees() {}

  static SSTableMeta table(long id, int level, long run, String first, String last) {
    return table(id, level, run, Slice.utf8(first), Slice.utf8(last));
  }

  static SSTableMeta table(long id, int level, long run, Slice first, Slice last) {
    return new SSTableMeta(id, level, run, first, last, 1, 100, 10, 0, 1000, "plain", 1, 0);
  }

  /** The tree of these tables, arranged as a tree is. */
  static TreeView view(SSTableMeta... tables) {
    List<SSTableMeta> sorted = new ArrayList<>(List.of(tables));
    sorted.sort(
        Comparator.comparingInt(SSTableMeta::level)
            .thenComparing(Comparator.comparingLong(SSTableMeta::run).reversed())
            .thenComparing(SSTableMeta::firstKey));
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      SSTableMeta head = sorted.get(from);
      if (i == sorted.size()
          || sorted.get(i).level() != head.level()
          || sorted.get(i).run() != head.run()) {
        runs.add(new Run(head.level(), head.run(), sorted.subList(from, i)));
        from = i;
      }
    }
    return new TreeView("users", runs, Set.of(), 0);
  }
}

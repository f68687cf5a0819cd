package io.kodiak.engine.compaction;

import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The rule of what a merge keeps, spelled out key by key and snapshot by snapshot. */
final class NeededVersions {
  private NeededVersions() {}

  /**
   * What is kept of some rows.
   *
   * @param covered whether something below may hold a key
   */
  static List<Version> of(List<Version> rows, long[] snapshots, Predicate<Slice> covered) {
    TreeMap<Slice, TreeMap<Long, Version>> byKey = new TreeMap<>();
    for (Version row : rows) {
      byKey.computeIfAbsent(row.key(), key -> new TreeMap<>()).put(row.sequence(), row);
    }
    List<Version> kept = new ArrayList<>();
    byKey.forEach(
        (key, versions) -> {
          TreeMap<Long, Version> needed = new TreeMap<>();
          needed.put(versions.lastKey(), versions.lastEntry().getValue());
          for (long snapshot : snapshots) {
            var seen = versions.floorEntry(snapshot);
            if (seen != null) {
              needed.put(seen.getKey(), seen.getValue());
            }
          }
          List<Version> newestFirst = new ArrayList<>(needed.descendingMap().values());
          if (!covered.test(key)) {
            removeIdleTombstones(newestFirst);
          }
          kept.addAll(newestFirst);
        });
    return kept;
  }

  /** A tombstone says nothing when what is under it is nothing, or another tombstone. */
  private static void removeIdleTombstones(List<Version> newestFirst) {
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      boolean idle = i + 1 == newestFirst.size() || !newestFirst.get(i + 1).isPut();
      if (!newestFirst.get(i).isPut() && idle) {
        newestFirst.remove(i);
      }
    }
  }
}

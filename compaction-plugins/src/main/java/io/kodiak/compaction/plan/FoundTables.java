package io.kodiak.compaction.plan;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Tables in the order in which they were found, each once, and the runs that they are in. It only
 * grows, so that its first tables can stand for themselves. For one thread.
 */
final class FoundTables {
  private final List<SSTableMeta> tables = new ArrayList<>();
  private final TableIds ids = new TableIds();

  /** The index of the run of each. */
  private int[] places = new int[8];

  /** Some tables of a tree, no two of them the same. */
  static FoundTables of(List<SSTableMeta> tables, List<Run> runs) {
    FoundTables found = new FoundTables();
    found.places = new int[tables.size() + 8];
    for (SSTableMeta table : tables) {
      found.add(table, RunOrder.place(runs, table));
    }
    return found;
  }

  /**
   * Adds a table.
   *
   * @param place the index of its run
   * @return whether it is new
   */
  boolean add(SSTableMeta table, int place) {
    if (!ids.add(table.id())) {
      return false;
    }
    if (tables.size() == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[tables.size()] = place;
    tables.add(table);
    return true;
  }

  int size() {
    return tables.size();
  }

  SSTableMeta table(int index) {
    return tables.get(index);
  }

  /** The index of the run of a table. */
  int place(int index) {
    return places[index];
  }

  /** The first so many, by id. */
  List<SSTableMeta> byId(int count) {
    SSTableMeta[] sorted = tables.subList(0, count).toArray(SSTableMeta[]::new);
    Arrays.sort(sorted, Comparator.comparingLong(SSTableMeta::id));
    return List.of(sorted);
  }
}

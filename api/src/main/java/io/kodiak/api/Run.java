package io.kodiak.api;

import java.util.List;

/**
 * A sorted run: SSTables of one level whose key ranges are disjoint, in the order of their keys.
 *
 * @param level the level of the tree, from 0 (newest) downwards
 * @param id identifies the run within its level; larger means newer data
 * @param tables at least one, ascending by key, no two overlapping
 */
public record Run(int level, long id, List<SSTableMeta> tables) {
  /** Copies the list. */
  public Run {
    tables = List.copyOf(tables);
  }

  /** The size of all tables in bytes. */
  public long bytes() {
    long sum = 0;
    for (SSTableMeta table : tables) {
      sum += table.bytes();
    }
    return sum;
  }

  /** The number of entries of all tables. */
  public long entries() {
    long sum = 0;
    for (SSTableMeta table : tables) {
      sum += table.entries();
    }
    return sum;
  }

  /** The least key of the run. */
  public Slice firstKey() {
    return tables.get(0).firstKey();
  }

  /** The greatest key of the run. */
  public Slice lastKey() {
    return tables.get(tables.size() - 1).lastKey();
  }
}

package io.kodiak.compaction.plan;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.Collection;
import java.util.List;

/** Searches the tables of a run and sums up tables. */
public final class RunTables {
  private RunTables() {}

  /** The tables of a run in which keys from {@code first} to {@code last} may lie, in order. */
  public static List<SSTableMeta> overlapping(Run run, Slice first, Slice last) {
    List<SSTableMeta> tables = run.tables();
    int from = firstEndingAtLeast(tables, first);
    int to = from;
    while (to < tables.size() && tables.get(to).firstKey().compareTo(last) <= 0) {
      to++;
    }
    return tables.subList(from, to);
  }

  /** The index of the first table that ends at the key or behind it; their number if none does. */
  public static int firstEndingAtLeast(List<SSTableMeta> tables, Slice key) {
    int low = 0;
    int high = tables.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tables.get(middle).lastKey().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The size of all tables in bytes. */
  public static long bytes(Collection<SSTableMeta> tables) {
    long sum = 0;
    for (SSTableMeta table : tables) {
      sum += table.bytes();
    }
    return sum;
  }
}

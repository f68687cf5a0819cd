package io.kodiak.benchmarks.memtable;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;

/** Reads that a benchmark repeats; each returns something that depends on all that it has read. */
public final class Walks {
  private static final int BLOCK_BYTES = 16 << 10;

  private Walks() {}

  /** Walks over all entries and looks at the first byte of each key and each value. */
  public static long all(Cursor cursor, int entries) {
    long sum = 0;
    int count = 0;
    try (cursor) {
      EntryView entry = cursor.entry();
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        sum += touch(entry);
        count++;
      }
    }
    check(count, entries);
    return sum;
  }

  /** Copies all entries into blocks, as a flush does. */
  public static long flush(Memtable table, int entries) {
    long sum = 0;
    int count = 0;
    BlockBuilder builder = new BlockBuilder();
    try (Cursor cursor = table.ascending()) {
      EntryView entry = cursor.entry();
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        builder.append(entry);
        if (builder.contentBytes() >= BLOCK_BYTES) {
          Block block = builder.build();
          sum += block.count();
        }
        count++;
      }
    }
    check(count, entries);
    return sum + builder.count();
  }

  /** Makes a cursor, seeks a key and walks over that many entries more, if there are as many. */
  public static long seek(Memtable table, Slice key, int more) {
    long sum = 0;
    try (Cursor cursor = table.ascending()) {
      EntryView entry = cursor.entry();
      boolean there = cursor.seek(key);
      for (int i = 0; there; i++) {
        sum += touch(entry);
        if (i == more) {
          break;
        }
        there = cursor.next();
      }
    }
    return sum;
  }

  /** Reads what every reader of an entry looks at. */
  public static long touch(EntryView entry) {
    return entry.keyArray()[entry.keyOffset()] + (long) entry.valueArray()[entry.valueOffset()];
  }

  private static void check(int count, int entries) {
    if (count != entries) {
      throw new IllegalStateException("a walk met " + count + " of " + entries + " entries");
    }
  }
}

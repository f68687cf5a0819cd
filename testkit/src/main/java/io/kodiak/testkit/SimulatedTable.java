package io.kodiak.testkit;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An SSTable without a file: which keys it holds and the sequence of each, one version a key.
 *
 * @param meta what a policy sees of it
 * @param rows the sequence of every key; an entry whose sequence is odd is a put, an even one a
 *     tombstone
 */
record SimulatedTable(SSTableMeta meta, NavigableMap<Integer, Long> rows) {
  /** What every entry is said to take: 64 of them make a common memtable. */
  static final long ENTRY_BYTES = 1 << 20;

  private static final int FORMAT_VERSION = 1;

  static SimulatedTable of(
      long id, int level, long run, NavigableMap<Integer, Long> rows, long createdMillis) {
    long tombstones = rows.values().stream().filter(sequence -> sequence % 2 == 0).count();
    SSTableMeta meta =
        new SSTableMeta(
            id,
            level,
            run,
            key(rows.firstKey()),
            key(rows.lastKey()),
            Collections.min(rows.values()),
            Collections.max(rows.values()),
            rows.size(),
            tombstones,
            rows.size() * ENTRY_BYTES,
            "simulated",
            FORMAT_VERSION,
            createdMillis);
    return new SimulatedTable(meta, Collections.unmodifiableNavigableMap(new TreeMap<>(rows)));
  }

  static Slice key(int number) {
    return Slice.of(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /** The same table, moved. */
  SimulatedTable at(int level, long run) {
    return of(meta.id(), level, run, rows, meta.createdMillis());
  }
}

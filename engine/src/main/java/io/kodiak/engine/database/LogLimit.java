package io.kodiak.engine.database;

import io.kodiak.engine.wal.WriteAheadLog;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps the log from growing without end: when it is longer than allowed, the table that holds its
 * oldest entry, which may be written to rarely, is flushed. For the holder of the write path's
 * baton.
 */
final class LogLimit {
  private final WriteAheadLog log;
  private final long maxBytes;
  private final Supplier<List<TableState>> tables;
  private long lastSegment;

  LogLimit(WriteAheadLog log, long maxBytes, Supplier<List<TableState>> tables) {
    this.log = log;
    this.maxBytes = maxBytes;
    this.tables = tables;
  }

  /** Looks once for each segment that is begun; nothing happens between. */
  void enforce() {
    long segment = log.activeSegment();
    if (segment == lastSegment) {
      return;
    }
    lastSegment = segment;
    if (log.bytes() <= maxBytes) {
      return;
    }
    TableState oldest = null;
    long first = Long.MAX_VALUE;
    for (TableState table : tables.get()) {
      long unflushed = table.oldestUnflushed();
      if (unflushed < first) {
        first = unflushed;
        oldest = table;
      }
    }
    if (oldest != null && oldest.oldestImmutable() == null) {
      oldest.seal();
    }
  }
}

package io.kodiak.engine.database;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What happened to one table since the database was opened. */
final class Counters {
  final LongAdder fullBySize = new LongAdder();
  final LongAdder fullByEntries = new LongAdder();
  final LongAdder flushes = new LongAdder();
  final LongAdder bytesFlushed = new LongAdder();
  final LongAdder compactions = new LongAdder();
  final LongAdder trivialMoves = new LongAdder();
  final LongAdder bytesCompactedIn = new LongAdder();
  final LongAdder bytesCompactedOut = new LongAdder();
  final LongAdder bytesCarried = new LongAdder();
  final LongAdder bulkLoads = new LongAdder();
  final LongAdder bytesLoaded = new LongAdder();
  final CompactionHistory history = new CompactionHistory();
  private final AtomicLong bytesWritten = new AtomicLong();

  /** Called by the holder of the write path's baton alone. */
  void written(long bytes) {
    bytesWritten.lazySet(bytesWritten.getPlain() + bytes);
  }

  long bytesWritten() {
    return bytesWritten.get();
  }
}

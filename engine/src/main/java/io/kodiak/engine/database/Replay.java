package io.kodiak.engine.database;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileNames;
import java.io.IOException;

/**
 * Brings what the log holds back into memtables when a database is opened, and flushes those that
 * become full. Replaying the same log again gives the same state.
 */
final class Replay implements io.kodiak.engine.wal.Replay {
  private final Tables tables;
  private final FlushStep flush;
  private final MemtableWriter memtables;
  private long lastSequence;

  Replay(Tables tables, FlushStep flush) {
    this.tables = tables;
    this.flush = flush;
    this.memtables = new MemtableWriter(tables::byId, true);
  }

  /** The sequence of the last write in the log; 0 when it is empty. */
  long lastSequence() {
    return lastSequence;
  }

  @Override
  public void record(long segment, long first, byte[] payload, int offset, int length)
      throws IOException {
    try {
      lastSequence = first + memtables.apply(payload, offset, length, first) - 1;
    } catch (BatchCodec.MalformedBatchException | IllegalStateException e) {
      throw new CorruptionException(
          FileNames.walSegment(segment),
          -1,
          "the record of write " + first + " is damaged: " + e.getMessage(),
          e);
    }
    if (memtables.switchFull()) {
      flushFull();
    }
  }

  private void flushFull() throws IOException {
    for (TableState table : tables.all()) {
      while (table.oldestImmutable() != null) {
        flush.run(table, new long[0]);
      }
    }
  }
}

package io.kodiak.engine.database;

import io.kodiak.engine.manifest.VersionEdit;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.wal.WriteAheadLog;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Flushes immutable memtables, oldest first, and lets go of the log segments that nothing needs any
 * more.
 */
final class FlushWork implements Worker.Task {
  private final Supplier<List<TableState>> tables;
  private final FlushStep step;
  private final VersionSet versions;
  private final WriteAheadLog log;
  private final Snapshots snapshots;
  private final LongSupplier visible;
  private final Runnable force;

  /**
   * @param visible the sequence of the last write that readers see
   * @param force forces the log
   */
  FlushWork(
      Supplier<List<TableState>> tables,
      FlushStep step,
      VersionSet versions,
      WriteAheadLog log,
      Snapshots snapshots,
      LongSupplier visible,
      Runnable force) {
    this.tables = tables;
    this.step = step;
    this.versions = versions;
    this.log = log;
    this.snapshots = snapshots;
    this.visible = visible;
    this.force = force;
  }

  @Override
  public Worker.Outcome runOnce() throws IOException {
    TableState table = neediest();
    if (table == null) {
      return Worker.Outcome.IDLE;
    }
    forceIfOthersNeedIt(table);
    step.run(table, snapshots.sequences());
    trimLog();
    return Worker.Outcome.DONE;
  }

  /**
   * A flush is durable at once, and the log of a database that does not force each write is not. So
   * where other tables have older writes in memory, a loss of power could take these and leave what
   * was written after them; or half of a batch, whose other half may come right behind.
   */
  private void forceIfOthersNeedIt(TableState flushed) {
    MemtableHandle handle = flushed.oldestImmutable();
    for (TableState table : tables.get()) {
      if (handle != null
          && table != flushed
          && table.oldestUnflushed() <= handle.lastSequence() + 1) {
        force.run();
        return;
      }
    }
  }

  /** The table whose oldest immutable memtable is the oldest of all. */
  private @Nullable TableState neediest() {
    TableState neediest = null;
    long oldest = Long.MAX_VALUE;
    for (TableState table : tables.get()) {
      MemtableHandle handle = table.oldestImmutable();
      if (handle != null && handle.firstSequence() < oldest) {
        oldest = handle.firstSequence();
        neediest = table;
      }
    }
    return neediest;
  }

  /** Drops the log segments whose entries are all in SSTables. */
  private void trimLog() throws IOException {
    // Read before the tables: what is written from here on has a larger sequence.
    long flushed = visible.getAsLong();
    for (TableState table : tables.get()) {
      flushed = Math.min(flushed, table.oldestUnflushed() - 1);
    }
    long first = log.firstSegmentAfter(flushed);
    if (first > versions.firstSegment()) {
      versions.apply(VersionEdit.builder().firstSegment(first).lastSequence(flushed).build());
    }
    log.deleteBefore(versions.firstSegment());
  }
}

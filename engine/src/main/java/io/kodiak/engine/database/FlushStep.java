package io.kodiak.engine.database;

import io.kodiak.api.Run;
import io.kodiak.engine.flush.FlushInput;
import io.kodiak.engine.flush.FlushJob;
import io.kodiak.engine.flush.FlushResult;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.VersionEdit;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.storage.BackgroundWork;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Writes the oldest immutable memtable of a table to SSTables and makes them part of its tree. */
final class FlushStep {
  private final VersionSet versions;
  private final Targets targets;

  FlushStep(VersionSet versions, Targets targets) {
    this.versions = versions;
    this.targets = targets;
  }

  /**
   * Flushes. One thread at a time; nothing happens when no immutable memtable waits.
   *
   * @param snapshots the sequences of the live snapshots, ascending
   */
  void run(TableState table, long[] snapshots) throws IOException {
    MemtableHandle handle = table.oldestImmutable();
    if (handle == null) {
      return;
    }
    // Otherwise an earlier attempt did all but show it.
    if (table.flushedSequence() < handle.lastSequence()) {
      BackgroundWork.urgentWhen(table::awaitsFlush);
      try {
        write(table, handle, snapshots);
      } finally {
        BackgroundWork.neverUrgent();
      }
    }
    table.flushed();
  }

  private void write(TableState table, MemtableHandle handle, long[] snapshots) throws IOException {
    RunWriter.Target target = targets.target(table, 0, false);
    FlushJob job =
        new FlushJob(
            input(table, handle), snapshots, table.tree().isEmpty(), target, 0, Long.MAX_VALUE);
    FlushResult result = job.run();
    ReentrantLock placing = table.placing();
    placing.lock();
    try {
      Installation.apply(versions, edit(table, handle, result), target, result.files());
    } finally {
      placing.unlock();
    }
    table.counters().flushes.increment();
    table.counters().bytesFlushed.add(result.bytes());
  }

  /** A bulk load may have added a run since the flush began; the new one is above it. */
  private static VersionEdit edit(TableState table, MemtableHandle handle, FlushResult result) {
    List<Run> runs = table.tree().runs();
    long newestRun = runs.isEmpty() || runs.get(0).level() > 0 ? 0 : runs.get(0).id();
    VersionEdit.Builder edit = VersionEdit.builder();
    for (SSTableFile file : result.files()) {
      edit.addSSTable(table.id(), file.moved(0, newestRun + 1));
    }
    return edit.flushedSequence(table.id(), handle.lastSequence()).build();
  }

  private static FlushInput input(TableState table, MemtableHandle handle) {
    return new FlushInput(
        handle.memtable(),
        table.options().memtableName(),
        table.name(),
        handle.firstSequence(),
        handle.lastSequence(),
        handle.entries());
  }
}

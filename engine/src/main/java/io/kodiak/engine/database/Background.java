package io.kodiak.engine.database;

import io.kodiak.engine.database.KodiakException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The daemon threads of an open database: one that flushes, some that compact, and the waiting of
 * callers for what they do.
 */
final class Background {
  private final Health health;
  private final Backpressure backpressure;
  private final Tables tables;
  private final WritePath writes;
  private final CompactionWork compaction;
  private final Worker flusher;
  private final List<Worker> compactors = new ArrayList<>();
  private final Object progress = new Object();
  private volatile long announcements;

  Background(
      Health health,
      Backpressure backpressure,
      Tables tables,
      WritePath writes,
      FlushWork flush,
      CompactionWork compaction,
      int compactionThreads) {
    this.health = health;
    this.backpressure = backpressure;
    this.tables = tables;
    this.writes = writes;
    this.compaction = compaction;
    this.flusher = new Worker("kodiak-flush", flush, health, this::stateChanged);
    for (int i = 1; i <= compactionThreads; i++) {
      compactors.add(new Worker("kodiak-compaction-" + i, compaction, health, this::stateChanged));
    }
    backpressure.onSample(this::updatePressure);
    compaction.onSplit(() -> compactors.forEach(Worker::signal));
  }

  void start() {
    flusher.start();
    compactors.forEach(Worker::start);
  }

  /** Says that the memtables or the tree of a table changed. */
  void changed() {
    updatePressure();
    flusher.signal();
    compactors.forEach(Worker::signal);
    announce();
  }

  private void updatePressure() {
    Pressure worst = Pressure.NONE;
    for (TableState table : tables.all()) {
      worst = worst.orWorse(table.pressure());
    }
    backpressure.update(worst);
  }

  private void stateChanged() {
    backpressure.wake();
    announce();
  }

  private void announce() {
    synchronized (progress) {
      announcements++;
      progress.notifyAll();
    }
  }

  /** Flushes what the tables hold in memory now; returns when it is in SSTables. */
  void flush(List<TableState> which) {
    health.checkWritable();
    long[] targets = new long[which.size()];
    writes.sealing(
        () -> {
          for (int i = 0; i < targets.length; i++) {
            which.get(i).seal();
            targets[i] = writes.visible();
          }
        });
    await(
        () -> {
          for (int i = 0; i < targets.length; i++) {
            if (which.get(i).oldestUnflushed() <= targets[i]) {
              return false;
            }
          }
          return true;
        });
  }

  /** Flushes and merges each table into one run; returns when that is done. */
  void compact(List<TableState> which) {
    flush(which);
    for (TableState table : which) {
      CompactionPicker.Request request = compaction.picker().request(table);
      compactors.forEach(Worker::signal);
      try {
        await(request::isDone);
      } finally {
        compaction.picker().withdraw(request);
      }
    }
  }

  /**
   * Rewrites the files of a table; returns when that is done.
   *
   * @param to the format of all files until then; {@code null}: as the settings say
   * @param progress told every now and then, and at the end
   */
  void migrate(
      TableState table,
      Targets targets,
      @Nullable NamedFormat to,
      Consumer<MigrationProgress> progress) {
    health.checkWritable();
    Migration migration = compaction.picker().migrate(table, targets, to);
    try {
      compactors.forEach(Worker::signal);
      await(
          () -> {
            progress.accept(migration.progress());
            return migration.isDone();
          });
    } finally {
      compaction.picker().withdraw(migration);
    }
  }

  /** Waits until there is nothing to flush and nothing to compact. */
  void awaitIdle() {
    await(
        () -> {
          boolean idle = !flusher.isBusy();
          for (Worker compactor : compactors) {
            idle &= !compactor.isBusy();
          }
          return idle;
        });
  }

  /** The condition may be of the caller's making, so no lock is held while it is asked. */
  private void await(BooleanSupplier condition) {
    while (true) {
      long seen = announcements;
      if (condition.getAsBoolean()) {
        return;
      }
      health.checkWritable();
      try {
        synchronized (progress) {
          if (announcements == seen) {
            // The condition may come true without an announcement, when a worker goes to rest.
            progress.wait(20);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KodiakException(Kind.IO, "interrupted while waiting; the work itself goes on", e);
      }
    }
  }

  /** Ends all threads; a running compaction is cancelled, a running flush finished. */
  void stop() {
    compaction.cancelAll();
    flusher.stop();
    compactors.forEach(Worker::stop);
    flusher.join();
    compactors.forEach(Worker::join);
  }
}

package io.kodiak.engine.database;

import io.kodiak.engine.backpressure.Pressure;
import io.kodiak.engine.database.KodiakException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The daemon threads of an open database: one that flushes, some that compact, and the waiting of
 * callers for what they do.
 */
final class Background {
  private static final String GOES_ON = "interrupted while waiting; the work itself goes on";

  private final Health health;
  private final Backpressure backpressure;
  private final CompactionPause pause;
  private final Tables tables;
  private final WritePath writes;
  private final CompactionWork compaction;
  private final Worker flusher;
  private final List<Worker> compactors = new ArrayList<>();
  private final Object progress = new Object();
  private final Object pressureUpdate = new Object();
  private volatile long announcements;

  Background(
      Health health,
      Backpressure backpressure,
      CompactionPause pause,
      Tables tables,
      WritePath writes,
      FlushWork flush,
      CompactionWork compaction,
      DatabaseOptions options) {
    this.health = health;
    this.backpressure = backpressure;
    this.pause = pause;
    this.tables = tables;
    this.writes = writes;
    this.compaction = compaction;
    this.flusher = new Worker("kodiak-flush", flush, health, this::stateChanged);
    AtomicBoolean stall = new AtomicBoolean();
    for (int i = 1; i <= options.compactionThreads(); i++) {
      String name = "kodiak-compaction-" + i;
      compactors.add(new Worker(name, compaction, health, this::stateChanged, stall));
    }
    // Time alone may make something due. Each looks, as the others may be at work for long.
    compactors.forEach(each -> each.lookEvery(options.policyInterval()));
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

  /** One at a time: an older look at the tables must not replace a newer one. */
  private void updatePressure() {
    synchronized (pressureUpdate) {
      Pressure worst = Pressure.NONE;
      for (TableState table : tables.all()) {
        worst = worst.orWorse(table.pressure());
      }
      backpressure.update(worst);
    }
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
          // Again: the writer before may have failed, and what it left must not be flushed.
          health.checkWritable();
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
    for (TableState table : which) {
      compact(table, CompactionRequest.ALL, progress -> {});
    }
  }

  /**
   * Flushes a table and compacts it, or some of its keys; returns when that is done. Whatever ends
   * this otherwise ends the compaction as well, and the files that it read stay.
   *
   * @param told every now and then, and at the end
   */
  void compact(
      TableState table, CompactionRequest what, Consumer<CompactionRequest.Progress> told) {
    pause.checkRuns();
    flush(List.of(table));
    ManualCompaction request = compaction.picker().request(table, what);
    try {
      compactors.forEach(Worker::signal);
      await(
          () -> {
            boolean done = request.isDone();
            told.accept(compaction.progress(request));
            if (!done) {
              pause.checkRuns();
            }
            return done;
          },
          health::checkWritable,
          "interrupted while waiting; the compaction is cancelled, and nothing has changed");
    } finally {
      compaction.cancel(request);
    }
  }

  /**
   * Pauses compaction; returns when none runs any more, or another thread resumed it.
   *
   * @return false when it was paused already
   */
  boolean pauseCompaction() throws IOException {
    boolean changed = pause.pause();
    compaction.cancelAll();
    changed();
    await(
        () -> !pause.isPaused() || compaction.picker().running().isEmpty(),
        health::checkReadable,
        "interrupted while waiting; compaction is paused, and what runs is being cancelled");
    return changed;
  }

  /**
   * Resumes compaction.
   *
   * @return false when it was not paused
   */
  boolean resumeCompaction() throws IOException {
    boolean changed = pause.resume();
    changed();
    return changed;
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
    pause.checkRuns();
    Migration migration = compaction.picker().migrate(table, targets, to);
    try {
      compactors.forEach(Worker::signal);
      await(
          () -> {
            boolean done = migration.isDone();
            progress.accept(migration.progress());
            if (!done) {
              pause.checkRuns();
            }
            return done;
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

  private void await(BooleanSupplier condition) {
    await(condition, health::checkWritable, GOES_ON);
  }

  /**
   * Waits for a condition. It may be of the caller's making, so no lock is held while it is asked.
   *
   * @param check throws when there is no more to wait for
   * @param interrupted what to tell whoever is interrupted
   */
  private void await(BooleanSupplier condition, Runnable check, String interrupted) {
    while (true) {
      long seen = announcements;
      if (condition.getAsBoolean()) {
        return;
      }
      check.run();
      try {
        synchronized (progress) {
          if (announcements == seen) {
            // The condition may come true without an announcement, when a worker goes to rest.
            progress.wait(20);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KodiakException(Kind.IO, interrupted, e);
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

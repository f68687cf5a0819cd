package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Memtable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What a memtable owes to snapshots: what one shows never changes, whatever is written since. */
abstract class MemtableSnapshotContract extends MemtableConcurrencyContract {
  /** How many snapshots a reader holds; the first one it keeps to the end. */
  private static final int HELD = 3;

  private static final int PUTS_BETWEEN_PAUSES = 4;

  @Test
  void whatASnapshotShowsNeverChanges() {
    int entries = TestRun.scaled(16_000);
    long seed = TestRun.seed("whatASnapshotShowsNeverChanges");
    try (Memtable memtable = open()) {
      Progress progress = new Progress();
      Threads threads = new Threads();
      threads.start("writer", () -> write(memtable, entries, progress));
      for (int i = 0; i < 2; i++) {
        SplittableRandom random = new SplittableRandom(seed + i);
        threads.start("reader " + i, () -> read(memtable, progress, random));
      }
      threads.join();
      assertThat(memtable.entryCount()).isEqualTo(entries);
    }
  }

  /** What the readers know of the writer. */
  private static final class Progress {
    volatile long published;
    volatile boolean stopped;
  }

  /** Pauses now and then: otherwise all would be written before a snapshot was looked at twice. */
  private static void write(Memtable memtable, int entries, Progress progress) {
    try {
      for (long sequence = 1; sequence <= entries; sequence++) {
        put(memtable, SnapshotOracle.entryAt(sequence));
        progress.published = sequence;
        if (sequence % PUTS_BETWEEN_PAUSES == 0) {
          LockSupport.parkNanos(1);
        }
      }
    } finally {
      progress.stopped = true;
    }
  }

  private static void read(Memtable memtable, Progress progress, SplittableRandom random) {
    Deque<SnapshotOracle> held = new ArrayDeque<>();
    boolean again = true;
    while (again) {
      again = !progress.stopped;
      if (held.size() == HELD) {
        held.removeLast();
      }
      held.addLast(new SnapshotOracle(progress.published));
      for (SnapshotOracle snapshot : held) {
        long published = progress.published;
        snapshot.expectGets(memtable, published, random);
        snapshot.expectSeeks(memtable, published, random);
        snapshot.expectScan(memtable, random.nextBoolean());
      }
    }
  }
}

package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static io.kodiak.engine.database.SmallDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.storage.FaultyStorage;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.Storage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CompactionPauseTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

  private final MemoryStorage storage = new MemoryStorage();
  private final BlockGate gate = new BlockGate();

  /** Merges all runs into one on level 1 as soon as there are two. */
  private static List<CompactionPlan> mergeAll(TreeView tree) {
    if (tree.runs().size() < 2 || !tree.busy().isEmpty()) {
      return List.of();
    }
    Set<Long> all = new HashSet<>();
    for (Run run : tree.runs()) {
      run.tables().stream().map(SSTableMeta::id).forEach(all::add);
    }
    return List.of(new CompactionPlan(all, 1, 1 << 20, 7, "there are several runs"));
  }

  private Database open(Storage files) {
    return open(files, CompactionPauseTest::mergeAll);
  }

  private Database open(Storage files, CompactionPolicy policy) {
    return Database.open(
        SmallDatabase.options(
                files,
                SyncMode.NEVER,
                gate.format(),
                table -> table.policy("merge-all", policy).backpressure(2, 3))
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .build());
  }

  private static void flushes(Table table, int count) {
    for (int i = 0; i < count; i++) {
      table.put(bytes("key-" + i % 3), bytes("value-" + i));
      table.flush();
    }
  }

  @Test
  void whatIsPausedWaitsUntilItIsResumed() {
    try (Database db = open(storage)) {
      assertThat(db.compactionStatus())
          .isEqualTo(new CompactionStatus(false, 0, List.of(), List.of()));
      assertThat(db.pauseCompaction()).isTrue();
      assertThat(db.pauseCompaction()).as("already").isFalse();
      Table table = db.table("t");
      flushes(table, 5);
      db.awaitIdle();
      assertThat(table.stats().runs()).hasSize(5);
      CompactionStatus status = db.compactionStatus();
      assertThat(status.paused()).isTrue();
      assertThat(status.pausedSinceMillis()).isEqualTo(NOW.toEpochMilli());
      assertThat(status.running()).isEmpty();
      assertThat(status.waiting()).hasSize(1);
      PlannedCompaction plan = status.waiting().get(0);
      assertThat(plan.inputs()).hasSize(5).isSorted();
      assertThat(plan.bytes()).isEqualTo(table.stats().sstableBytes());
      assertThat(plan.reason()).isEqualTo("there are several runs");
      assertThat(plan.priority()).isEqualTo(7);
      assertThat(plan.byHand()).isFalse();

      assertThat(db.resumeCompaction()).isTrue();
      assertThat(db.resumeCompaction()).as("already").isFalse();
      db.awaitIdle();
      assertThat(table.stats().runs()).hasSize(1);
      assertThat(db.compactionStatus().paused()).isFalse();
      assertThat(contents(table)).containsEntry("key-1", "value-4").hasSize(3);
    }
  }

  @Test
  void aPauseOutlivesTheProcess() {
    try (Database db = open(storage)) {
      db.pauseCompaction();
      flushes(db.table("t"), 4);
    }
    try (Database db = open(storage)) {
      db.awaitIdle();
      assertThat(db.table("t").stats().runs()).hasSize(4);
      assertThat(db.stats().compactionPaused()).isTrue();
      assertThat(db.compactionStatus().pausedSinceMillis()).isEqualTo(NOW.toEpochMilli());
      db.resumeCompaction();
    }
    try (Database db = open(storage)) {
      db.awaitIdle();
      assertThat(db.table("t").stats().runs()).hasSize(1);
      assertThat(db.stats().compactionPaused()).isFalse();
    }
  }

  @Test
  void writersAreNotHeldBackByRunsMeanwhile() {
    try (Database db = open(storage)) {
      db.pauseCompaction();
      flushes(db.table("t"), 20);
      flushes(db.table("made-meanwhile"), 20);
      db.resumeCompaction();
      flushes(db.table("t"), 5);
      db.awaitIdle();
      assertThat(db.table("t").stats().runs()).hasSize(1);
    }
  }

  @Test
  void whatIsAskedForByHandIsRefusedMeanwhile() {
    try (Database db = open(storage)) {
      Table table = db.table("t");
      table.put(bytes("a"), bytes("1"));
      db.pauseCompaction();
      assertRefused(table::compact);
      assertRefused(() -> table.migrate(progress -> {}));
      assertRefused(() -> table.compact(CompactionRequest.ALL.withLevel(3), progress -> {}));
      db.resumeCompaction();
      table.compact();
      assertThat(table.stats().runs()).hasSize(1);
    }
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("compaction is paused since " + NOW)
        .hasMessageContaining("kodiak compaction resume")
        .extracting(e -> ((KodiakException) e).kind())
        .isEqualTo(KodiakException.Kind.CONFLICT);
  }

  @Test
  void whatRunsIsCancelledAndItsInputsStay() throws InterruptedException {
    try (Database db = open(storage)) {
      Table table = db.table("t");
      gate.hold();
      flushes(table, 2);
      gate.awaitHeld();
      assertThat(db.compactionStatus().running())
          .singleElement()
          .satisfies(
              running -> {
                assertThat(running.table()).isEqualTo("t");
                assertThat(running.level()).isOne();
                assertThat(running.inputs()).hasSize(2);
                assertThat(running.bytesRead()).isLessThan(running.bytes());
                assertThat(running.byHand()).isFalse();
                assertThat(running.reason()).isEqualTo("there are several runs");
              });
      List<Run> before = table.stats().runs();
      Thread pausing = new Thread(db::pauseCompaction);
      pausing.start();
      // It waits for what runs once it has cancelled it.
      while (!db.stats().compactionPaused() || pausing.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      gate.release();
      pausing.join();
      assertThat(db.compactionStatus().running()).isEmpty();
      assertThat(table.stats().runs()).isEqualTo(before);
      db.resumeCompaction();
      db.awaitIdle();
      assertThat(table.stats().runs()).hasSize(1);
      assertThat(contents(table)).hasSize(2);
    }
  }

  @Test
  void whoeverWaitsForACompactionByHandIsToldOfThePause() throws InterruptedException {
    try (Database db = open(storage, tree -> List.of())) {
      Table table = db.table("t");
      flushes(table, 4);
      gate.hold();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread asking =
          new Thread(
              () -> {
                try {
                  table.compact();
                } catch (KodiakException e) {
                  thrown.set(e);
                }
              });
      asking.start();
      gate.awaitHeld();
      List<Run> before = table.stats().runs();
      Thread pausing = new Thread(db::pauseCompaction);
      pausing.start();
      asking.join();
      gate.release();
      pausing.join();
      assertRefused(
          () -> {
            throw thrown.get();
          });
      assertThat(table.stats().runs()).isEqualTo(before);
      db.resumeCompaction();
      db.awaitIdle();
      assertThat(table.stats().runs()).as("the request is forgotten").isEqualTo(before);
    }
  }

  @Test
  void aPauseThatCannotBeKeptIsNone() {
    FaultyStorage faulty = new FaultyStorage(storage);
    try (Database db = open(faulty)) {
      flushes(db.table("t"), 1);
      db.awaitIdle();
      boolean failed = true;
      for (int call = 1; failed; call++) {
        faulty.failAt(call);
        try {
          db.pauseCompaction();
          assertThat(db.compactionStatus().paused()).isTrue();
        } catch (KodiakException e) {
          assertThat(e).hasMessageContaining("pausing compaction").hasMessageContaining("injected");
          assertThat(db.compactionStatus().paused()).isFalse();
        }
        failed = faulty.hasFailed();
        faulty.failAt(0);
        db.resumeCompaction();
        assertThat(db.compactionStatus().paused()).isFalse();
      }
      db.pauseCompaction();
      faulty.failAt(1);
      assertThatThrownBy(db::resumeCompaction)
          .hasMessageContaining("stays paused")
          .hasMessageContaining("injected");
      assertThat(db.compactionStatus().paused()).isTrue();
      faulty.failAt(0);
      assertThat(db.resumeCompaction()).isTrue();
    }
    assertThat(storage.names()).doesNotContain("PAUSED", "PAUSED.new");
  }
}

package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static io.kodiak.engine.database.SmallDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.engine.database.TraceProgress.State;
import io.kodiak.engine.simulation.TraceSummary;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.trace.TraceFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordWritesTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  private static final String FIRST = "traces/t-" + NOW.toEpochMilli() + ".trace";

  @TempDir Path folder;

  private final MemoryStorage storage = new MemoryStorage();

  /** A database whose settings ask for traces. */
  private static Database recording(Storage files) {
    return recording(files, NOW);
  }

  private static Database recording(Storage files, Instant now) {
    return Database.open(
        SmallDatabase.options(
                files,
                SyncMode.NEVER,
                SmallDatabase.FORMAT,
                table -> table.recordWrites(TraceOptions.MIN_BYTES))
            .clock(Clock.fixed(now, ZoneOffset.UTC))
            .build());
  }

  private TraceSummary summary(MemoryStorage files, String name) throws IOException {
    return TraceSummary.read(Files.write(folder.resolve("copy.trace"), files.content(name)));
  }

  @Test
  void writesOfAllThreadsAreCountedAndRecorded() throws Exception {
    Path file = folder.resolve("of four threads.trace");
    int threads = 4;
    int rounds = 3_000;
    try (Database db = SmallDatabase.open(storage)) {
      Table table = db.table("t");
      Table other = db.table("other");
      table.put(bytes("before"), bytes("is not recorded"));
      try (WriteTrace trace = table.recordWrites(file)) {
        assertThat(trace.file()).isEqualTo(file);
        assertThat(table.writeTrace()).isSameAs(trace);
        assertThat(other.writeTrace()).isNull();
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          int thread = t;
          Thread writer = new Thread(() -> write(db, table, other, thread, rounds));
          writer.start();
          writers.add(writer);
        }
        for (Thread writer : writers) {
          writer.join();
        }
        TraceProgress progress = trace.progress();
        assertThat(progress.state()).isEqualTo(State.RECORDING);
        assertThat(progress.writes()).isEqualTo(4L * threads * rounds);
        assertThat(progress.recorded() + progress.lost()).isEqualTo(4L * threads * rounds);
        assertThat(progress.share()).isEqualTo(1);
      }
      table.put(bytes("after"), bytes("is not recorded"));
      assertThat(table.writeTrace()).isNull();
    }
    TraceSummary summary = TraceSummary.read(file);
    assertThat(summary.writes()).isEqualTo(4L * threads * rounds);
    assertThat(summary.deletes()).isEqualTo((long) threads * rounds);
    assertThat(summary.keyBytes()).isEqualTo(4L * threads * rounds * 7);
    assertThat(summary.valueBytes()).isEqualTo(3L * threads * rounds * 5);
    assertThat(summary.sampledWrites() + summary.lost()).isEqualTo(4L * threads * rounds);
    assertThat(summary.sampledKeys()).isBetween(1L, (long) threads * rounds);
    assertThat(summary.ignoredBytes()).isZero();
  }

  /** Each round: a put, and a batch of two puts and a delete here, and one put elsewhere. */
  private static void write(Database db, Table table, Table other, int thread, int rounds) {
    for (int i = 0; i < rounds; i++) {
      byte[] key = bytes(thread + "-%05d".formatted(i));
      table.put(key, bytes("value"));
      db.write(
          new WriteBatch()
              .put(table, key, bytes("value"))
              .put(other, key, bytes("elsewhere"))
              .delete(table, key)
              .put(table, key, bytes("VALUE")));
    }
  }

  @Test
  void aTableHasOneTraceAtATime() throws IOException {
    Path file = folder.resolve("a.trace");
    try (Database db = SmallDatabase.open(storage)) {
      Table table = db.table("t");
      WriteTrace trace = table.recordWrites(file);
      assertThatThrownBy(() -> table.recordWrites(folder.resolve("b.trace")))
          .isInstanceOf(KodiakException.class)
          .hasMessageContaining("a.trace already; close that trace first");
      assertThat(folder.resolve("b.trace")).doesNotExist();
      trace.close();
      assertThat(trace.progress().state()).isEqualTo(State.CLOSED);
      assertThatThrownBy(() -> table.recordWrites(file))
          .isInstanceOf(KodiakException.class)
          .hasMessageContaining("a.trace is there already")
          .extracting(e -> ((KodiakException) e).kind())
          .isEqualTo(KodiakException.Kind.CONFLICT);
      assertThatThrownBy(() -> table.recordWrites(folder.resolve("no/such/folder.trace")))
          .isInstanceOf(KodiakException.class)
          .hasMessageContaining("folder.trace");
      table.recordWrites(folder.resolve("b.trace")).close();
    }
  }

  @Test
  void closingTheDatabaseCompletesItsTraces() throws IOException {
    Path file = folder.resolve("a.trace");
    Database db = SmallDatabase.open(storage);
    Table table = db.table("t");
    WriteTrace trace = table.recordWrites(file);
    table.put(bytes("a"), bytes("1"));
    db.close();
    assertThat(trace.progress().state()).isEqualTo(State.CLOSED);
    assertThat(TraceSummary.read(file).writes()).isOne();
    assertThatThrownBy(() -> table.recordWrites(folder.resolve("b.trace")))
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aFullTraceEndsByItself() throws IOException {
    AtomicInteger ended = new AtomicInteger();
    TraceRecorder recorder =
        new TraceRecorder(
            "t",
            () -> storage.create("t.trace"),
            true,
            2L * TraceFrame.MAX_BYTES,
            1,
            () -> 0,
            ended::incrementAndGet);
    recorder.start();
    for (int i = 0; i < 5_000; i++) {
      byte[] key = bytes("key-" + i);
      recorder.record(key, 0, key.length, 1, false);
    }
    assertThat(recorder.progress().state()).isEqualTo(State.FULL);
    recorder.close();
    assertThat(recorder.progress().state()).isEqualTo(State.FULL);
    assertThat(ended).hasValue(1);
    long writes = recorder.progress().writes();
    assertThat(writes).isBetween(1_000L, 4_999L);
    assertThat(summary(storage, "t.trace").writes()).isEqualTo(writes);
    assertThat(storage.content("t.trace").length)
        .isEqualTo(recorder.progress().bytes())
        .isLessThanOrEqualTo(2 * TraceFrame.MAX_BYTES);
    assertThat(storage.openFiles()).isZero();
  }

  @Test
  void theSettingsOfATableRecordEachOpeningThatWrites() throws IOException {
    try (Database db = recording(storage)) {
      Table table = db.table("t");
      WriteTrace trace = Objects.requireNonNull(table.writeTrace());
      assertThat(trace.file().toString()).endsWith(FIRST);
      table.put(bytes("a"), bytes("1"));
      table.put(bytes("b"), bytes("2"));
      db.table("never-written");
    }
    assertThat(storage.names().stream().filter(name -> name.startsWith("traces/")))
        .containsExactly(FIRST);
    assertThat(summary(storage, FIRST).writes()).isEqualTo(2);

    try (Database db = recording(storage, NOW.plusSeconds(1))) {
      assertThat(contents(db.table("t"))).as("replayed, not recorded").hasSize(2);
    }
    assertThat(storage.names().stream().filter(name -> name.startsWith("traces/"))).hasSize(1);
    try (Database db = recording(storage, NOW.plusSeconds(2))) {
      db.table("t").delete(bytes("a"));
    }
    String second = "traces/t-" + NOW.plusSeconds(2).toEpochMilli() + ".trace";
    assertThat(summary(storage, second).deletes()).isOne();
    assertThat(summary(storage, FIRST).writes()).as("as it was").isEqualTo(2);
  }

  @Test
  void filesThatPileUpEndTheRecordingNotTheWriting() throws IOException {
    for (int i = 0; i < 18; i++) {
      try (Database db = recording(storage, NOW.plusSeconds(i))) {
        Table table = db.table("t");
        WriteTrace trace = Objects.requireNonNull(table.writeTrace());
        table.put(bytes("key-" + i), bytes("value"));
        trace.close();
        boolean room = i < 16;
        assertThat(trace.progress().state()).isEqualTo(room ? State.CLOSED : State.FAILED);
        if (!room) {
          assertThat(trace.progress().failure())
              .contains("16 traces of table \"t\"")
              .contains("move or delete some");
        }
        assertThat(contents(table)).hasSize(i + 1);
      }
    }
    assertThat(storage.names().stream().filter(name -> name.startsWith("traces/"))).hasSize(16);
  }

  /** Fails one call after the other of those that making and writing a trace has. */
  @Test
  void whateverFailsOfATraceNeverHarmsTheDatabase() {
    boolean failed = true;
    int failures = 0;
    for (int call = 1; failed; call++) {
      MemoryStorage files = new MemoryStorage();
      AtomicInteger left = new AtomicInteger(call);
      files.watch(
          (what, name) -> {
            if (name.startsWith("traces") && left.decrementAndGet() == 0) {
              throw new IOException("injected: " + what + " " + name);
            }
          });
      try (Database db = recording(files)) {
        Table table = db.table("t");
        WriteTrace trace = Objects.requireNonNull(table.writeTrace());
        for (int i = 0; i < 4_000; i++) {
          table.put(bytes("key-" + i % 100), bytes("value-" + i));
        }
        trace.close();
        TraceProgress progress = trace.progress();
        failed = left.get() <= 0;
        assertThat(progress.state()).isEqualTo(failed ? State.FAILED : State.CLOSED);
        if (failed) {
          failures++;
          assertThat(progress.failure()).contains("injected");
        }
        assertThat(table.writeTrace()).isNull();
        assertThat(db.state()).isEqualTo(DatabaseState.HEALTHY);
        table.put(bytes("key-0"), bytes("afterwards"));
        assertThat(contents(table)).hasSize(100).containsEntry("key-0", "afterwards");
      }
      assertThat(files.openFiles()).isZero();
      try (Database db = SmallDatabase.open(files)) {
        assertThat(contents(db.table("t"))).hasSize(100).containsEntry("key-99", "value-3999");
      }
    }
    // Its directory, the file, that it is there, its header, three frames, the end.
    assertThat(failures).isEqualTo(8);
  }
}

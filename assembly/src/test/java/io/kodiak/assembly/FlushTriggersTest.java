package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.SyncMode;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import io.kodiak.engine.database.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memtable is flushed by its size or its number of entries, whichever its table says. */
class FlushTriggersTest {
  private static final int ENTRIES = 1_000;

  @TempDir Path folder;

  private Database open(String tables) throws IOException {
    return open("", tables);
  }

  private Database open(String defaults, String tables) throws IOException {
    String text =
        """
        kodiak {
          directory = data
          wal { sync = never, segment-size = 1 MiB }
          cache-size = 1 MiB
          table-defaults { %s }
          tables { %s }
        }
        """;
    return Kodiak.open(
        Files.writeString(folder.resolve("kodiak.conf"), text.formatted(defaults, tables)));
  }

  private static void put(Table table, int from, int to, int valueBytes) {
    for (int i = from; i < to; i++) {
      table.put(bytes("key" + i), new byte[valueBytes]);
    }
  }

  private static void expectNothingFlushed(Database db, Table table, int entries) {
    db.awaitIdle();
    TableStats stats = table.stats();
    assertThat(stats.flushes()).as("flushes of %s", table.name()).isZero();
    assertThat(stats.fullBySize() + stats.fullByEntries()).isZero();
    assertThat(stats.memtableEntries()).isEqualTo(entries);
  }

  /** Expects one flush of exactly so many entries, because there were so many. */
  private static void expectFlushedByEntries(Database db, Table table, int entries) {
    db.awaitIdle();
    TableStats stats = table.stats();
    assertThat(stats.flushes()).as("flushes of %s", table.name()).isEqualTo(1);
    assertThat(stats.fullByEntries()).isEqualTo(1);
    assertThat(stats.fullBySize()).isZero();
    assertThat(stats.memtableEntries()).isZero();
    assertThat(stats.sstableEntries()).isEqualTo(entries);
  }

  @Test
  void aTableFlushesAtItsNumberOfEntriesAndAnotherDoesNot() throws IOException {
    try (Database db = open("counted { memtable.flush-entries = " + ENTRIES + " }")) {
      Table counted = db.table("counted");
      Table other = db.table("other");
      put(other, 0, ENTRIES, 1);
      put(counted, 0, ENTRIES - 1, 1);
      expectNothingFlushed(db, counted, ENTRIES - 1);
      put(counted, ENTRIES - 1, ENTRIES, 1);
      expectFlushedByEntries(db, counted, ENTRIES);
      expectNothingFlushed(db, other, ENTRIES);
      put(counted, 0, ENTRIES, 1);
      db.awaitIdle();
      assertThat(counted.stats().fullByEntries()).isEqualTo(2);
    }
  }

  @Test
  void aTableMayBeExemptFromTheNumberThatHoldsForAll() throws IOException {
    try (Database db = open("memtable.flush-entries = 100", "free.memtable.flush-entries = null")) {
      put(db.table("other"), 0, 100, 1);
      put(db.table("free"), 0, 500, 1);
      expectFlushedByEntries(db, db.table("other"), 100);
      expectNothingFlushed(db, db.table("free"), 500);
    }
  }

  @Test
  void aTableFlushesAtItsSizeThoughItHasFewEntries() throws IOException {
    try (Database db =
        open("sized.memtable { flush-size = 256 KiB, flush-entries = " + ENTRIES + " }")) {
      Table sized = db.table("sized");
      Table other = db.table("other");
      put(sized, 0, 40, 10_000);
      put(other, 0, 40, 10_000);
      db.awaitIdle();
      TableStats stats = sized.stats();
      assertThat(stats.fullBySize()).isPositive().isEqualTo(stats.flushes());
      assertThat(stats.fullByEntries()).isZero();
      assertThat(stats.sstableEntries()).isPositive();
      assertThat(stats.memtableBytes()).isLessThan(256 << 10);
      expectNothingFlushed(db, other, 40);
    }
  }

  @Test
  void theSameInCode() {
    try (Database db =
        Kodiak.builder()
            .directory(folder.resolve("data"))
            .sync(SyncMode.NEVER)
            .tableDefaults(table -> table.flushSize(1 << 20))
            .table("counted", table -> table.flushEntries(ENTRIES))
            .table("sized", table -> table.flushSize(64 << 10))
            .open()) {
      for (String name : new String[] {"counted", "sized", "other"}) {
        put(db.table(name), 0, ENTRIES, 100);
      }
      expectFlushedByEntries(db, db.table("counted"), ENTRIES);
      expectNothingFlushed(db, db.table("other"), ENTRIES);
      assertThat(db.table("sized").stats().fullBySize()).isPositive();
      assertThat(db.table("sized").stats().fullByEntries()).isZero();
    }
  }

  @Test
  void versionsAndTombstonesCount() throws IOException {
    try (Database db = open("hot.memtable.flush-entries = " + ENTRIES)) {
      Table hot = db.table("hot");
      for (int i = 0; i < ENTRIES / 2; i++) {
        hot.put(bytes("k"), bytes("v" + i));
        hot.delete(bytes("gone"));
      }
      db.awaitIdle();
      assertThat(hot.stats().fullByEntries()).isEqualTo(1);
      assertThat(hot.stats().flushes()).isEqualTo(1);
      assertThat(hot.stats().sstableEntries()).as("only the newest is kept").isLessThan(3);
    }
  }

  @Test
  void aBatchIsNotTornApart() throws IOException {
    try (Database db = open("counted.memtable.flush-entries = 100")) {
      Table counted = db.table("counted");
      WriteBatch batch = new WriteBatch();
      for (int i = 0; i < 250; i++) {
        batch.put(counted, bytes("key" + i), bytes("v"));
      }
      db.write(batch);
      expectFlushedByEntries(db, counted, 250);
    }
  }

  @Test
  void whatTheLogBringsBackIsFlushedByTheNewTriggers() throws IOException {
    try (Database db = open("")) {
      put(db.table("counted"), 0, ENTRIES, 1);
      put(db.table("other"), 0, ENTRIES, 1);
    }
    try (Database db = open("counted.memtable.flush-entries = 300")) {
      db.awaitIdle();
      assertThat(db.table("counted").stats().fullByEntries()).isPositive();
      assertThat(db.table("counted").stats().memtableEntries()).isLessThan(300);
      expectNothingFlushed(db, db.table("other"), ENTRIES);
    }
  }
}

package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.BulkLoad;
import io.kodiak.engine.database.BulkLoadOptions;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others read and write while tables are loaded. */
class BulkLoadConcurrencyTest {
  private static final int ROWS = 400;
  private static final int LOADS = 25;

  @TempDir Path directory;

  @Test
  void readersSeeEachLoadAsAWholeAndWritersLoseNothing() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Database db = TestDatabase.open(directory.resolve("db"))) {
      Table table = db.table("t");
      List<Future<Integer>> others = new ArrayList<>();
      others.add(threads.submit(writer(table, done)));
      others.add(threads.submit(reader(table, done)));
      others.add(threads.submit(snapshotReader(db, table, done)));
      for (int i = 1; i <= LOADS; i++) {
        load(table, "load " + i);
      }
      done.set(true);
      int written = others.get(0).get();
      assertThat(others.get(1).get()).isPositive();
      assertThat(others.get(2).get()).isPositive();
      assertLoaded(contents(table.scan(KeyRange.all())), LOADS, written);
      table.compact();
      assertLoaded(contents(table.scan(KeyRange.all())), LOADS, written);
    } finally {
      threads.shutdownNow();
    }
    try (Database db = TestDatabase.open(directory.resolve("db"))) {
      assertThat(db.table("t").get(bytes("load-0001"))).isEqualTo(bytes("load " + LOADS));
      assertThat(db.verify(name -> {}).problems()).isEmpty();
    }
  }

  private static void load(Table table, String value) {
    BulkLoadOptions options =
        BulkLoadOptions.DEFAULT.withMemoryBytes(8 << 10).withFileBytes(4 << 10);
    try (BulkLoad load = table.bulkLoad(options)) {
      for (int i = 0; i < ROWS; i++) {
        load.put(bytes("load-%04d".formatted(i * 37 % ROWS)), bytes(value));
      }
      load.finish();
    }
  }

  private static void assertLoaded(Map<String, String> rows, int last, int written) {
    assertThat(rows).hasSize(ROWS + written);
    for (int i = 0; i < ROWS; i++) {
      assertThat(rows).containsEntry("load-%04d".formatted(i), "load " + last);
    }
  }

  /** Writes keys that lie between the loaded ones, each once. */
  private static Callable<Integer> writer(Table table, AtomicBoolean done) {
    return () -> {
      int count = 0;
      while (!done.get()) {
        byte[] key = bytes("load-%04d+%08d".formatted(count % ROWS, count));
        table.put(key, bytes("w" + count));
        assertThat(table.get(key)).isNotNull();
        count++;
      }
      return count;
    };
  }

  private static Callable<Integer> reader(Table table, AtomicBoolean done) {
    return () -> {
      int scans = 0;
      int newest = 0;
      while (!done.get()) {
        int seen = loadSeen(contents(table.scan(KeyRange.all())));
        assertThat(seen).isGreaterThanOrEqualTo(newest);
        newest = seen;
        scans++;
      }
      return scans;
    };
  }

  private static Callable<Integer> snapshotReader(Database db, Table table, AtomicBoolean done) {
    return () -> {
      int snapshots = 0;
      while (!done.get()) {
        try (Snapshot snapshot = db.snapshot()) {
          Map<String, String> first = contents(table.scan(KeyRange.all(), snapshot));
          loadSeen(first);
          assertThat(contents(table.scan(KeyRange.all(), snapshot))).isEqualTo(first);
        }
        snapshots++;
      }
      return snapshots;
    };
  }

  /** The number of the one load that the rows are of; 0 when there is none. */
  private static int loadSeen(Map<String, String> rows) {
    HashSet<String> values = new HashSet<>();
    int count = 0;
    for (Map.Entry<String, String> row : rows.entrySet()) {
      if (row.getValue().startsWith("load ")) {
        values.add(row.getValue());
        count++;
      }
    }
    assertThat(values).hasSizeLessThanOrEqualTo(1);
    assertThat(count).isIn(0, ROWS);
    return values.isEmpty() ? 0 : Integer.parseInt(values.iterator().next().substring(5));
  }

  @Test
  void aFileThatStaysAsItIsAppearsAsAWholeThoughItsSequencesAreOld() throws Exception {
    Path file = file();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Database db = TestDatabase.open(directory.resolve("db"))) {
      // Half of the file's sequences are below the last one here.
      for (int i = 0; i < ROWS / 2; i++) {
        db.table("other").put(bytes("k" + i), bytes("v"));
      }
      for (int i = 1; i <= LOADS; i++) {
        Table table = db.table("t" + i);
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> reader =
            threads.submit(
                () -> {
                  int scans = 0;
                  while (!done.get()) {
                    assertThat(contents(table.scan(KeyRange.all())).size()).isIn(0, ROWS);
                    scans++;
                  }
                  return scans;
                });
        try (BulkLoad load = table.bulkLoad()) {
          load.addFile(file, "parquet");
          assertThat(load.finish().linked()).isEqualTo(1);
        } finally {
          done.set(true);
        }
        reader.get();
        assertThat(contents(table.scan(KeyRange.all()))).hasSize(ROWS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Path file() throws IOException {
    Path other = directory.resolve("other");
    try (Database db = TestDatabase.open(other)) {
      Table table = db.table("t");
      for (int i = 0; i < ROWS; i++) {
        table.put(bytes("load-%04d".formatted(i)), bytes("file"));
      }
      table.compact();
    }
    try (Stream<Path> files = Files.list(other.resolve("tables").resolve("t"))) {
      List<Path> data = files.filter(file -> file.toString().endsWith(".parquet")).toList();
      assertThat(data).hasSize(1);
      return data.get(0);
    }
  }
}

package io.kodiak.engine.database;

import static io.kodiak.engine.database.SmallDatabase.bytes;
import static io.kodiak.engine.database.SmallDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Slice;
import io.kodiak.engine.storage.FaultyStorage;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.MemoryStorage.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a bulk load is at when it ends: all of it is in the table, or nothing. */
class BulkLoadCrashTest {
  /** What is loaded. */
  enum Shape {
    /** Rows that are spilled, over older rows in memory and below. */
    SPILLED_ROWS,
    /** Sorted rows beside everything else. */
    SORTED_ROWS,
    /** A file that stays as it is. */
    KEPT_FILE,
    /** A file that is written anew with rows over it. */
    FILE_AND_ROWS,
    /** Two files with the same keys, the newer one first. */
    TWO_FILES
  }

  @TempDir Path directory;

  private static Map<String, String> prepare(Database db) {
    Map<String, String> rows = new TreeMap<>();
    Table table = db.table("t");
    for (int i = 0; i < 20; i++) {
      String key = "key-%03d".formatted(i * 10);
      table.put(bytes(key), bytes("old"));
      rows.put(key, "old");
      if (i == 10) {
        table.flush();
      }
    }
    db.table("other").put(bytes("x"), bytes("y"));
    return rows;
  }

  private Path file(String prefix, int rows) throws IOException {
    return file(prefix, rows, 0, "file");
  }

  private Path file(String prefix, int rows, int before, String value) throws IOException {
    Path path = directory.resolve(prefix + "-" + value + ".columns");
    ColumnFiles.Rows writer = new ColumnFiles.Rows();
    for (int i = 0; i < rows; i++) {
      writer.add(prefix + "-%03d".formatted(i), before + i + 1, value);
    }
    Files.write(path, writer.file());
    return path;
  }

  private void load(Database db, Shape shape) throws IOException {
    BulkLoadOptions options =
        BulkLoadOptions.DEFAULT
            .withSorted(shape == Shape.SORTED_ROWS)
            .withMemoryBytes(4 << 10)
            .withFileBytes(2 << 10);
    Path file = file(shape == Shape.KEPT_FILE ? "file" : "key", 60);
    try (BulkLoad load = db.table("t").bulkLoad(options)) {
      if (shape == Shape.KEPT_FILE || shape == Shape.FILE_AND_ROWS) {
        load.addFile(file, "columns");
      }
      if (shape == Shape.TWO_FILES) {
        load.addFile(file("key", 120, 1000, "new".repeat(10)), "columns");
        load.addFile(file, "columns");
      } else if (shape != Shape.KEPT_FILE) {
        String prefix = shape == Shape.SORTED_ROWS ? "sorted" : "key";
        for (int i = 0; i < 120; i++) {
          int number = shape == Shape.SORTED_ROWS ? i : i * 37 % 120;
          String key = prefix + "-%03d".formatted(number);
          load.put(bytes(key), bytes("new".repeat(10)));
        }
      }
      load.finish();
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyCrashLeavesAllOrNothing(Shape shape) throws IOException {
    MemoryStorage storage = new MemoryStorage();
    Random random = new Random(7);
    int[] images = {0};
    try (Database db = SmallDatabase.open(storage)) {
      Map<String, String> before = prepare(db);
      Map<String, String> expected = new TreeMap<>(before);
      fill(shape, expected);
      storage.watch(
          (call, name) -> {
            for (Loss loss : Loss.values()) {
              check(storage.crash(loss, random), call + " " + name, images[0]++, before, expected);
            }
          });
      load(db, shape);
      storage.watch((call, name) -> {});
      assertThat(contents(db.table("t"))).isEqualTo(expected);
      for (Loss loss : Loss.values()) {
        check(storage.crash(loss, random), "the end", images[0]++, expected, expected);
      }
    }
    assertThat(images[0]).isGreaterThan(20);
  }

  /** What a load of that shape adds. */
  private static void fill(Shape shape, Map<String, String> rows) {
    if (shape == Shape.KEPT_FILE || shape == Shape.FILE_AND_ROWS) {
      for (int i = 0; i < 60; i++) {
        rows.put((shape == Shape.KEPT_FILE ? "file" : "key") + "-%03d".formatted(i), "file");
      }
    }
    if (shape != Shape.KEPT_FILE) {
      String prefix = shape == Shape.SORTED_ROWS ? "sorted" : "key";
      for (int i = 0; i < 120; i++) {
        rows.put(prefix + "-%03d".formatted(i), "new".repeat(10));
      }
    }
  }

  private static void check(
      MemoryStorage image,
      String at,
      int number,
      Map<String, String> before,
      Map<String, String> after) {
    Map<String, String> found;
    try (Database db = SmallDatabase.open(image)) {
      found = contents(db.table("t"));
      assertThat(found).as("crash before %s", at).isIn(before, after);
      assertThat(contents(db.table("other"))).isEqualTo(Map.of("x", "y"));
      assertNoOtherFiles(image, db, at);
      if (number % 4 > 0) {
        return;
      }
      assertThat(db.verify(name -> {}).problems()).as(at).isEmpty();
      db.table("t").put(bytes("key-000"), bytes("later"));
      found.put("key-000", "later");
      try (BulkLoad again = db.table("t").bulkLoad()) {
        again.put(bytes("key-001"), bytes("again"));
        again.finish();
      }
      found.put("key-001", "again");
    }
    try (Database db = SmallDatabase.open(image.crash(Loss.ALL_LOST, new Random(number)))) {
      assertThat(contents(db.table("t"))).as("after another load, %s", at).isEqualTo(found);
    }
  }

  private static void assertNoOtherFiles(MemoryStorage storage, Database db, String at) {
    long tree = db.table("t").stats().runs().stream().mapToLong(run -> run.tables().size()).sum();
    List<String> names =
        storage.names().stream().filter(name -> name.startsWith("tables/t/")).toList();
    assertThat(names).as("files after %s", at).hasSize((int) (2 * tree));
  }

  @Test
  void whatWasWrittenBeforeALoadSurvivesALossOfPowerWithIt() throws IOException {
    MemoryStorage storage = new MemoryStorage();
    try (Database db = Database.open(SmallDatabase.options(storage, SyncMode.NEVER))) {
      db.table("other").put(bytes("x"), bytes("y"));
      load(db, Shape.SORTED_ROWS);
      db.table("other").put(bytes("x"), bytes("not forced"));
      MemoryStorage lost = storage.crash(Loss.ALL_LOST, new Random(1));
      try (Database after = SmallDatabase.open(lost)) {
        assertThat(contents(after.table("t"))).hasSize(120);
        assertThat(contents(after.table("other"))).isEqualTo(Map.of("x", "y"));
      }
    }
  }

  /** A flush whose edit failed leaves its one file to the next opening, and is tried again. */
  private static void assertNoFilesOfTheLoad(MemoryStorage storage, Database db, String at) {
    long tree = db.table("t").stats().runs().stream().mapToLong(run -> run.tables().size()).sum();
    List<String> names =
        storage.names().stream().filter(name -> name.startsWith("tables/t/")).toList();
    assertThat(names).as("files after %s", at).noneMatch(name -> name.endsWith(".spill"));
    assertThat(names.size() - 2 * tree).as("files after %s: %s", at, names).isIn(0L, 2L);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyFailureLeavesAllOrNothing(Shape shape) throws IOException {
    boolean failed = true;
    for (int call = 1; failed; call++) {
      MemoryStorage memory = new MemoryStorage();
      FaultyStorage storage = new FaultyStorage(memory);
      Map<String, String> before;
      Map<String, String> after;
      boolean done = false;
      try (Database db = SmallDatabase.open(storage)) {
        before = prepare(db);
        after = new TreeMap<>(before);
        fill(shape, after);
        storage.failAt(call);
        try {
          load(db, shape);
          done = true;
        } catch (KodiakException expected) {
          assertThat(expected).as("call %d", call).hasStackTraceContaining("injected");
        }
        failed = storage.hasFailed();
        storage.failAt(0);
        assertThat(contents(db.table("t"))).as("call %d", call).isEqualTo(done ? after : before);
        if (db.state() == DatabaseState.HEALTHY) {
          assertNoFilesOfTheLoad(memory, db, "the failure of call " + call);
          load(db, shape);
          assertThat(contents(db.table("t"))).as("call %d", call).isEqualTo(after);
          done = true;
        }
      }
      try (Database db = SmallDatabase.open(memory)) {
        Map<String, String> found = contents(db.table("t"));
        assertThat(found).as("call %d", call).isIn(done ? after : before, after);
        assertNoOtherFiles(memory, db, "the opening after the failure of call " + call);
      }
      assertThat(storage.openFiles()).as("open files after call %d", call).isZero();
    }
  }

  @Test
  void namesTheRowAndBothKeysOfAFileOutOfOrder() throws IOException {
    Path path = directory.resolve("bad.columns");
    ColumnFiles.Rows rows = new ColumnFiles.Rows();
    rows.add("a", 1, "1");
    rows.add("c", 2, "2");
    rows.add("b", 3, "3");
    Files.write(path, rows.file());
    MemoryStorage storage = new MemoryStorage();
    try (Database db = SmallDatabase.open(storage);
        BulkLoad load = db.table("t").bulkLoad()) {
      assertRefused(load, path);
      assertThat(load.finish().files()).isZero();
      assertNoOtherFiles(storage, db, "the refusal");
    }
  }

  private static void assertRefused(BulkLoad load, Path path) {
    assertThatThrownBy(() -> load.addFile(path, "columns"))
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("bad.columns")
        .hasMessageContaining("row 3")
        .hasMessageContaining("key " + Slice.of(bytes("b")))
        .hasMessageContaining("key " + Slice.of(bytes("c")))
        .extracting(e -> ((KodiakException) e).kind())
        .isEqualTo(KodiakException.Kind.CORRUPTION);
  }

  @Test
  void failsWhenWritesHaveOvertakenItsSequence() throws IOException {
    MemoryStorage storage = new MemoryStorage();
    Parts parts = Opening.open(SmallDatabase.options(storage));
    TableState table = parts.tables().open("t");
    BulkLoadOptions sorted =
        BulkLoadOptions.DEFAULT.withSorted(true).withMemoryBytes(4 << 10).withFileBytes(1 << 10);
    try (BulkLoad load = parts.loads().begin(table, sorted)) {
      for (int i = 0; i < 200; i++) {
        load.put(bytes("key-%03d".formatted(i)), bytes("v".repeat(50)));
      }
      long overtaken = parts.writes().visible() + LoadTarget.LONG_GAP;
      parts
          .writes()
          .alone(
              () -> {
                parts.writes().skipTo(overtaken);
                return overtaken;
              });
      assertThatThrownBy(load::finish)
          .isInstanceOf(KodiakException.class)
          .hasMessageContaining("repeat it")
          .extracting(e -> ((KodiakException) e).kind())
          .isEqualTo(KodiakException.Kind.CONFLICT);
    }
    assertThat(storage.names()).noneMatch(name -> name.startsWith("tables/t/"));
    Closing.close(parts);
  }
}

package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.contents;
import static io.kodiak.assembly.TestDatabase.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.database.BulkLoad;
import io.kodiak.engine.database.BulkLoadOptions;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are loaded past the log, and become part of their table at one moment. */
class BulkLoadTest {
  private static final BulkLoadOptions SMALL =
      BulkLoadOptions.DEFAULT.withMemoryBytes(16 << 10).withFileBytes(8 << 10);

  @TempDir Path directory;
  private Database db;
  private Table table;

  @BeforeEach
  void open() throws IOException {
    db = TestDatabase.open(directory);
    table = db.table("t");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private void reopen() throws IOException {
    db.close();
    open();
  }

  private static String key(int i) {
    return "key-%06d".formatted(i);
  }

  private void put(String key, String value) {
    table.put(bytes(key), bytes(value));
  }

  private static void put(BulkLoad load, String key, String value) {
    load.put(bytes(key), bytes(value));
  }

  private String get(String key) {
    byte[] found = table.get(bytes(key));
    return found == null ? "" : text(found);
  }

  private Map<String, String> all() throws IOException {
    return contents(table.scan(KeyRange.all()));
  }

  private long filesOnDisk() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("tables").resolve("t"))) {
      return files.count();
    }
  }

  @Test
  void loadsRowsOfAnyOrderThatDoNotFitIntoTheMemoryItMayTake() throws IOException {
    Random random = new Random(42);
    Map<String, String> expected = new TreeMap<>();
    try (BulkLoad load = table.bulkLoad(SMALL)) {
      for (int i = 0; i < 20_000; i++) {
        String key = key(random.nextInt(8_000));
        expected.put(key, "v" + i);
        put(load, key, "v" + i);
      }
      BulkLoad.Result result = load.finish();
      assertThat(result.rows()).isEqualTo(expected.size());
      assertThat(result.files()).isGreaterThan(1);
      assertThat(filesOnDisk()).isEqualTo(2L * result.files());
    }
    assertThat(all()).isEqualTo(expected);
    reopen();
    assertThat(all()).isEqualTo(expected);
    assertThat(db.verify(file -> {}).problems()).isEmpty();
  }

  @Test
  void ofSeveralRowsOfOneKeyTheLastOneWinsAlsoADelete() {
    put("b", "before");
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "a", "1");
      put(load, "b", "1");
      put(load, "a", "2");
      load.delete(bytes("b"));
      BulkLoad.Result result = load.finish();
      assertThat(result.rows()).isEqualTo(2);
      assertThat(result.tombstones()).isEqualTo(1);
    }
    assertThat(get("a")).isEqualTo("2");
    assertThat(get("b")).isEmpty();
  }

  @Test
  void winsOverWhatWasWrittenBeforeAndLosesAgainstWhatComesAfter() throws IOException {
    for (String older : new String[] {"memtable", "flushed", "compacted"}) {
      put(older, "before");
      if (!older.equals("memtable")) {
        db.flush();
      }
    }
    try (BulkLoad load = table.bulkLoad()) {
      put("memtable", "during");
      put(load, "memtable", "loaded");
      put(load, "flushed", "loaded");
      put(load, "compacted", "loaded");
      assertThat(get("flushed")).isEqualTo("before");
      load.finish();
    }
    Map<String, String> loaded =
        Map.of("memtable", "loaded", "flushed", "loaded", "compacted", "loaded");
    assertThat(all()).isEqualTo(loaded);
    put("flushed", "after");
    assertThat(get("flushed")).isEqualTo("after");
    reopen();
    assertThat(get("memtable")).isEqualTo("loaded");
    assertThat(get("flushed")).isEqualTo("after");
    table.compact();
    assertThat(get("memtable")).isEqualTo("loaded");
    assertThat(get("flushed")).isEqualTo("after");
  }

  @Test
  void snapshotsFromBeforeNeverSeeTheLoadAlsoAfterCompaction() throws IOException {
    put("a", "old");
    db.flush();
    try (Snapshot before = db.snapshot()) {
      try (BulkLoad load = table.bulkLoad()) {
        put(load, "a", "new");
        put(load, "b", "new");
        load.finish();
      }
      try (Snapshot after = db.snapshot()) {
        table.compact();
        assertThat(contents(table.scan(KeyRange.all(), before))).isEqualTo(Map.of("a", "old"));
        assertThat(contents(table.scan(KeyRange.all(), after)))
            .isEqualTo(Map.of("a", "new", "b", "new"));
      }
    }
  }

  @Test
  void goesOnBehindTheLoadedSequenceAfterOpeningWithWritesOfOtherTablesStillInTheLog()
      throws IOException {
    Table other = db.table("other");
    other.put(bytes("x"), bytes("in the log"));
    put("z", "in the log too");
    long before = db.stats().lastSequence();
    long loaded;
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "a", "1");
      loaded = load.finish().sequence();
    }
    assertThat(loaded).isGreaterThan(before + 1_000_000);
    reopen();
    assertThat(db.stats().lastSequence()).isEqualTo(loaded);
    assertThat(all()).isEqualTo(Map.of("a", "1", "z", "in the log too"));
    put("a", "2");
    db.table("other").put(bytes("x"), bytes("later"));
    reopen();
    assertThat(db.stats().lastSequence()).isEqualTo(loaded + 2);
    assertThat(get("a")).isEqualTo("2");
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "a", "3");
      load.finish();
    }
    db.flush();
    reopen();
    assertThat(get("a")).isEqualTo("3");
    assertThat(text(db.table("other").get(bytes("x")))).isEqualTo("later");
  }

  @Test
  void putsRowsThatOverlapNothingAsDeepAsTheTreeGoesAndOthersOnTop() {
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "b", "1");
      put(load, "d", "1");
      assertThat(load.finish().level()).isEqualTo(1);
    }
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "e", "2");
      put(load, "f", "2");
      assertThat(load.finish().level()).isEqualTo(1);
    }
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "c", "3");
      assertThat(load.finish().level()).isEqualTo(0);
    }
    TableStats stats = table.stats();
    assertThat(stats.runs()).hasSize(2);
    assertThat(stats.bulkLoads()).isEqualTo(3);
    assertThat(stats.bytesLoaded()).isEqualTo(stats.sstableBytes());
    assertThat(stats.bytesWritten()).isEqualTo(10);
    assertThat(get("c")).isEqualTo("3");
  }

  @Test
  void doesNotFlushWhatLiesBesideTheLoadedKeys() {
    put("a", "in memory");
    put("z", "in memory");
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "m", "loaded");
      load.finish();
    }
    assertThat(table.stats().flushes()).isZero();
    try (BulkLoad load = table.bulkLoad()) {
      put(load, "y", "loaded");
      put(load, "zz", "loaded");
      load.finish();
    }
    assertThat(table.stats().flushes()).isEqualTo(1);
    assertThat(get("z")).isEqualTo("in memory");
  }

  @Test
  void takesSortedRowsAsTheyComeAndRefusesOneOutOfOrder() throws IOException {
    try (BulkLoad load = table.bulkLoad(SMALL.withSorted(true))) {
      for (int i = 0; i < 5_000; i++) {
        put(load, key(i), "v" + i);
      }
      assertThat(load.finish().rows()).isEqualTo(5_000);
    }
    assertThat(all()).hasSize(5_000);
    long files = filesOnDisk();
    for (String wrong : new String[] {key(7_998), key(7_999)}) {
      try (BulkLoad load = table.bulkLoad(SMALL.withSorted(true))) {
        for (int i = 6_000; i < 8_000; i++) {
          put(load, key(i), "v" + i);
        }
        assertThatThrownBy(() -> put(load, wrong, "x"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("row 2001")
            .hasMessageContaining("key " + bytesText(wrong))
            .hasMessageContaining("key " + bytesText(key(7_999)));
        assertThatThrownBy(load::finish)
            .isInstanceOf(KodiakException.class)
            .hasMessageContaining("is over");
      }
    }
    assertThat(all()).hasSize(5_000);
    assertThat(filesOnDisk()).isEqualTo(files);
  }

  private static String bytesText(String key) {
    return Slice.of(bytes(key)).toString();
  }

  @Test
  void leavesNothingBehindWhenItIsClosedUnfinished() throws IOException {
    try (BulkLoad load = table.bulkLoad(SMALL)) {
      for (int i = 0; i < 5_000; i++) {
        put(load, key(i * 7919 % 5_000), "v");
      }
      assertThat(filesOnDisk()).isPositive();
    }
    assertThat(filesOnDisk()).isZero();
    assertThat(all()).isEmpty();
  }

  @Test
  void removesWhatAKilledLoadLeftBehindWhenOpened(@TempDir Path killed) throws IOException {
    try (BulkLoad load = table.bulkLoad(SMALL)) {
      for (int i = 0; i < 5_000; i++) {
        put(load, key(i * 7919 % 5_000), "v");
      }
      TestDatabase.copy(directory, killed.resolve("copy"));
    }
    try (Database copy = TestDatabase.open(killed.resolve("copy"))) {
      assertThat(contents(copy.table("t").scan(KeyRange.all()))).isEmpty();
      assertThat(copy.stats().recovery()).contains("orphan files removed");
    }
    try (Stream<Path> files = Files.list(killed.resolve("copy").resolve("tables").resolve("t"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aDatabaseTakesOneLoadAtATime() {
    try (BulkLoad first = table.bulkLoad()) {
      assertThat(first.rows()).isZero();
      assertThatThrownBy(() -> db.table("u").bulkLoad())
          .isInstanceOf(KodiakException.class)
          .hasMessageContaining("\"t\" is being loaded")
          .extracting(e -> ((KodiakException) e).kind())
          .isEqualTo(KodiakException.Kind.CONFLICT);
    }
    try (BulkLoad second = db.table("u").bulkLoad()) {
      assertThat(second.finish().level()).isEqualTo(-1);
    }
  }

  @Test
  void endsWithTheDatabase() throws IOException {
    try (BulkLoad load = table.bulkLoad(SMALL)) {
      for (int i = 0; i < 1_000; i++) {
        put(load, key(i), "v");
      }
      db.close();
      assertThatThrownBy(() -> put(load, "a", "b"))
          .isInstanceOf(KodiakException.class)
          .extracting(e -> ((KodiakException) e).kind())
          .isEqualTo(KodiakException.Kind.CLOSED);
    }
    assertThat(filesOnDisk()).isZero();
    open();
    assertThat(all()).isEmpty();
  }

  @Test
  void refusesKeysOutOfBoundsAndGoesOn() {
    try (BulkLoad load = table.bulkLoad()) {
      assertThatThrownBy(() -> load.put(new byte[0], new byte[1]))
          .isInstanceOf(IllegalArgumentException.class);
      put(load, "a", "");
      load.finish();
    }
    assertThat(table.get(bytes("a"))).isEmpty();
  }

  @Test
  void failsWithoutSpaceAndLeavesTheTableAsItWas(@TempDir Path other) throws IOException {
    FailingStorage storage = new FailingStorage(new LocalStorage(other, ReadMode.MAPPED));
    try (Database full = TestDatabase.open(storage, options -> {}, options -> {})) {
      Table into = full.table("t");
      try (BulkLoad load = into.bulkLoad()) {
        put(load, "a", "1");
        storage.shut(true);
        assertThatThrownBy(load::finish)
            .isInstanceOf(KodiakException.class)
            .hasMessageContaining("no space left")
            .extracting(e -> ((KodiakException) e).kind())
            .isEqualTo(KodiakException.Kind.IO);
      }
      storage.shut(false);
      assertThat(into.get(bytes("a"))).isNull();
      try (BulkLoad load = into.bulkLoad()) {
        put(load, "a", "2");
        load.finish();
      }
      assertThat(text(into.get(bytes("a")))).isEqualTo("2");
    }
  }
}

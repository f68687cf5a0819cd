package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.contents;
import static io.kodiak.assembly.TestDatabase.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.DatabaseState;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path directory;

  @Test
  void keepsWhatWasWrittenAcrossReopening() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table users = db.table("users");
      users.put(bytes("ada"), bytes("1815"));
      users.put(bytes("alan"), bytes("1912"));
      users.put(bytes("ada"), bytes("1816"));
      users.delete(bytes("alan"));
      users.put(bytes("empty"), new byte[0]);
      assertUsers(users);
    }
    try (Database db = TestDatabase.open(directory)) {
      assertUsers(db.table("users"));
      db.flush();
      assertUsers(db.table("users"));
    }
    try (Database db = TestDatabase.open(directory)) {
      assertUsers(db.table("users"));
      db.compact();
      assertUsers(db.table("users"));
      assertThat(db.verify(file -> {}).problems()).isEmpty();
    }
  }

  @Test
  void verificationEndsWhenTheDatabaseIsClosedMeanwhile() throws Exception {
    Database db = TestDatabase.open(directory);
    for (String name : List.of("a", "b")) {
      db.table(name).put(bytes("key"), bytes("value"));
    }
    db.flush();
    assertThatThrownBy(() -> db.verify(file -> db.close()))
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aCompactionThatFindsNothingDoesNotKeepOthersWaiting() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("empty");
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        clients.add(new Thread(table::compact));
      }
      clients.forEach(Thread::start);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(table.stats().runs()).isEmpty();
    }
  }

  @Test
  void aMemtableThatIsLargerThanTheFlushSizeWhenItIsEmptyIsNotFlushedEmpty() throws Exception {
    try (Database db =
        TestDatabase.open(
            directory, options -> {}, table -> table.flushAt(1, 1_000).immutableMemtables(1))) {
      Table users = db.table("users");
      for (int i = 0; i < 300; i++) {
        users.put(bytes("user" + i), bytes("value" + i));
        if (i % 3 == 0) {
          db.flush();
        }
      }
      db.awaitIdle();
      assertThat(contents(users.scan(KeyRange.all()))).hasSize(300);
      assertThat(db.stats().state()).isEqualTo(DatabaseState.HEALTHY);
    }
  }

  @Test
  void whatWasFlushedIsNotReplayed() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      db.table("users").put(bytes("ada"), bytes("1815"));
      db.table("events").put(bytes("1"), bytes("born"));
      db.flush();
    }
    try (Database db = TestDatabase.open(directory)) {
      assertThat(db.stats().recovery()).contains("records 0,");
      assertThat(db.stats().walBytes()).isZero();
      assertThat(db.stats().lastSequence()).isEqualTo(2);
      db.table("users").put(bytes("ada"), bytes("1816"));
    }
    try (Database db = TestDatabase.open(directory)) {
      assertThat(db.stats().recovery()).contains("records 1,");
      assertThat(db.stats().lastSequence()).isEqualTo(3);
      assertThat(text(db.table("users").get(bytes("ada")))).isEqualTo("1816");
      assertThat(text(db.table("events").get(bytes("1")))).isEqualTo("born");
    }
  }

  private static void assertUsers(Table users) {
    assertThat(text(users.get(bytes("ada")))).isEqualTo("1816");
    assertThat(users.get(bytes("alan"))).isNull();
    assertThat(users.get(bytes("empty"))).isEmpty();
    assertThat(users.get(bytes("ad"))).isNull();
    assertThat(contents(users.scan(KeyRange.all())))
        .isEqualTo(new TreeMap<>(Map.of("ada", "1816", "empty", "")));
  }

  @Test
  void writesBatchesAcrossTablesInTheirOrder() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table a = db.table("a");
      Table b = db.table("b");
      WriteBatch batch =
          new WriteBatch()
              .put(a, bytes("k"), bytes("1"))
              .delete(a, bytes("k"))
              .put(a, bytes("k"), bytes("2"))
              .put(b, bytes("k"), bytes("3"));
      db.write(batch);
      batch.clear();
      db.write(batch);
    }
    try (Database db = TestDatabase.open(directory)) {
      assertThat(db.tableNames()).containsExactly("a", "b");
      assertThat(text(db.table("a").get(bytes("k")))).isEqualTo("2");
      assertThat(text(db.table("b").get(bytes("k")))).isEqualTo("3");
    }
  }

  @Test
  void snapshotsStayWhatTheyWereAcrossFlushAndCompaction() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TreeMap<String, String> model = new TreeMap<>();
    List<Snapshot> snapshots = new ArrayList<>();
    List<TreeMap<String, String>> expected = new ArrayList<>();
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      for (int i = 0; i < 20_000; i++) {
        String key = "key" + random.nextInt(2_000);
        if (random.nextInt(5) == 0) {
          table.delete(bytes(key));
          model.remove(key);
        } else {
          table.put(bytes(key), bytes("value" + i));
          model.put(key, "value" + i);
        }
        if (i % 4_000 == 1_000) {
          snapshots.add(db.snapshot());
          expected.add(new TreeMap<>(model));
        }
      }
      db.compact();
      for (int i = 0; i < snapshots.size(); i++) {
        try (Snapshot at = snapshots.get(i)) {
          assertThat(contents(table.scan(KeyRange.all(), at)))
              .as("seed %d, snapshot %d", seed, i)
              .isEqualTo(expected.get(i));
          assertThat(contents(table.scanDescending(KeyRange.all(), at)))
              .as("seed %d, snapshot %d, descending", seed, i)
              .isEqualTo(expected.get(i));
        }
      }
      db.compact();
      assertThat(contents(table.scan(KeyRange.all()))).isEqualTo(model);
      assertThat(table.stats().sstableEntries()).isEqualTo(model.size());
      assertThat(db.verify(file -> {}).problems()).isEmpty();
    }
  }

  @Test
  void scansRangesAndPrefixesBothWays() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      for (String key : List.of("a", "ab", "abc", "b", "ba", "c")) {
        table.put(bytes(key), bytes(key));
      }
      assertThat(keys(table.scan(KeyRange.prefix(bytes("ab"))))).containsExactly("ab", "abc");
      assertThat(keys(table.scan(KeyRange.of(bytes("ab"), bytes("ba")))))
          .containsExactly("ab", "abc", "b");
      db.flush();
      assertThat(keys(table.scanDescending(KeyRange.of(bytes("ab"), bytes("ba")))))
          .containsExactly("b", "abc", "ab");
      assertThat(keys(table.scanDescending(KeyRange.from(bytes("b")))))
          .containsExactly("c", "ba", "b");
      assertThat(keys(table.scan(KeyRange.of(bytes("x"), bytes("a"))))).isEmpty();
    }
  }

  private static List<String> keys(Scan scan) {
    try (scan) {
      List<String> keys = new ArrayList<>();
      while (scan.next()) {
        keys.add(text(scan.key()));
      }
      return keys;
    }
  }

  @Test
  void storesTheSmallestAndTheLargestKeysAndValues() throws Exception {
    byte[] longest = new byte[Limits.MAX_KEY_BYTES];
    java.util.Arrays.fill(longest, (byte) 0xff);
    byte[] largest = new byte[Limits.MAX_VALUE_BYTES];
    new Random(1).nextBytes(largest);
    byte[] zero = {0};
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      table.put(longest, largest);
      table.put(zero, new byte[0]);
      assertThat(table.get(longest)).isEqualTo(largest);
    }
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      db.compact();
      assertThat(table.get(longest)).isEqualTo(largest);
      assertThat(table.get(zero)).isEmpty();
      assertThatThrownBy(() -> table.put(new byte[0], zero))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> table.put(new byte[Limits.MAX_KEY_BYTES + 1], zero))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> table.put(zero, new byte[Limits.MAX_VALUE_BYTES + 1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesASecondOpeningWhileItIsOpen() throws Exception {
    Path link = directory.resolveSibling(directory.getFileName() + "-link");
    Files.createSymbolicLink(link, directory);
    try (Database db = TestDatabase.open(directory)) {
      db.table("t").put(bytes("k"), bytes("v"));
      assertThatThrownBy(() -> TestDatabase.open(link))
          .isInstanceOf(KodiakException.class)
          .extracting(e -> ((KodiakException) e).kind())
          .isEqualTo(KodiakException.Kind.CONFLICT);
      assertThat(text(db.table("t").get(bytes("k")))).isEqualTo("v");
    } finally {
      Files.delete(link);
    }
  }

  @Test
  void answersClosedAfterClosing() throws Exception {
    Database db = TestDatabase.open(directory);
    Table table = db.table("t");
    table.put(bytes("k"), bytes("v"));
    Snapshot snapshot = db.snapshot();
    Scan scan = table.scan(KeyRange.all());
    db.close();
    db.close();
    assertThat(db.state()).isEqualTo(DatabaseState.CLOSED);
    List<Runnable> uses =
        List.of(
            () -> table.get(bytes("k")),
            () -> table.put(bytes("k"), bytes("w")),
            () -> table.scan(KeyRange.all()),
            scan::next,
            db::snapshot,
            db::flush,
            db::compact,
            db::sync,
            () -> db.table("u"));
    for (Runnable use : uses) {
      assertThatThrownBy(use::run)
          .isInstanceOf(KodiakException.class)
          .extracting(e -> ((KodiakException) e).kind())
          .isEqualTo(KodiakException.Kind.CLOSED);
    }
    scan.close();
    snapshot.close();
  }

  @Test
  void refusesBatchesAndSnapshotsOfAnotherDatabase() throws Exception {
    try (Database one = TestDatabase.open(directory.resolve("one"));
        Database two = TestDatabase.open(directory.resolve("two"))) {
      Table table = one.table("t");
      WriteBatch batch = new WriteBatch().put(table, bytes("k"), bytes("v"));
      assertThatThrownBy(() -> two.write(batch)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> batch.delete(two.table("t"), bytes("k")))
          .isInstanceOf(IllegalArgumentException.class);
      try (Snapshot snapshot = two.snapshot()) {
        assertThatThrownBy(() -> table.get(bytes("k"), snapshot))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void refusesNamesThatAreNoTableNames() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      for (String name : List.of("", "..", "a/b", "A", "-a", "a".repeat(65), "ü")) {
        assertThatThrownBy(() -> db.table(name))
            .as(name)
            .isInstanceOf(KodiakException.class)
            .extracting(e -> ((KodiakException) e).kind())
            .isEqualTo(KodiakException.Kind.CONFIGURATION);
      }
      assertThat(db.tableNames()).isEmpty();
    }
  }

  @Test
  void touchesNothingWhenAFormatIsMissing() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      db.table("t").put(bytes("k"), bytes("v"));
      db.flush();
    }
    Map<String, String> before = files();
    assertThatThrownBy(
            () -> TestDatabase.open(directory, options -> options.formats(Map.of()), t -> {}))
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining("\"parquet\"")
        .extracting(e -> ((KodiakException) e).kind())
        .isEqualTo(KodiakException.Kind.CONFIGURATION);
    assertThat(files()).isEqualTo(before);
    try (Database db = TestDatabase.open(directory)) {
      assertThat(text(db.table("t").get(bytes("k")))).isEqualTo("v");
    }
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (var walk = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        if (!file.endsWith("LOCK")) {
          byte[] content = Files.readAllBytes(file);
          files.put(
              directory.relativize(file).toString(),
              content.length + " " + java.util.Arrays.hashCode(content));
        }
      }
    }
    return files;
  }

  @Test
  void removesOrphansAndNothingElse() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      db.table("t").put(bytes("k"), bytes("v"));
      db.flush();
    }
    Path tables = directory.resolve("tables/t");
    Path orphan = Files.writeString(tables.resolve("999999.parquet"), "left by a crash");
    Path foreign = Files.writeString(tables.resolve("notes.txt"), "mine");
    TestDatabase.open(directory).close();
    assertThat(orphan).doesNotExist();
    assertThat(foreign).exists();
  }

  @Test
  void flushesATableThatIsRarelyWrittenWhenItHoldsUpTheLog() throws Exception {
    try (Database db =
        TestDatabase.open(directory, options -> options.wal(8 << 10, 64 << 10), table -> {})) {
      Table rare = db.table("rare");
      Table busy = db.table("busy");
      rare.put(bytes("k"), bytes("v"));
      for (int i = 0; rare.stats().sstableEntries() == 0; i++) {
        busy.put(bytes("key" + i), new byte[200]);
      }
      db.awaitIdle();
      assertThat(db.stats().walBytes()).isLessThan(256 << 10);
    }
    try (Database db = TestDatabase.open(directory)) {
      assertThat(text(db.table("rare").get(bytes("k")))).isEqualTo("v");
    }
  }

  @Test
  void doesNotWaitForACompactionThatNobodyPlans() throws Exception {
    try (Database db =
        TestDatabase.open(
            directory,
            options -> {},
            table -> table.policy("idle", tree -> List.of()).backpressure(1, 2))) {
      Table table = db.table("t");
      for (int run = 0; run < 5; run++) {
        table.put(bytes("k"), bytes("v" + run));
        table.flush();
      }
      assertThat(text(table.get(bytes("k")))).isEqualTo("v4");
      assertThat(table.stats().runs()).hasSize(5);
    }
  }
}

package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static io.kodiak.assembly.TestDatabase.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.BulkLoad;
import io.kodiak.engine.database.BulkLoadOptions;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.DatabaseState;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of another database are taken over as they are, or have their rows written anew. */
class BulkLoadFilesTest {
  @TempDir Path directory;
  private Database db;
  private Table table;
  private int others;

  @BeforeEach
  void open() throws IOException {
    db = TestDatabase.open(directory.resolve("db"));
    table = db.table("t");
  }

  @AfterEach
  void close() {
    db.close();
  }

  /** A file with these rows; those without a value are deletes. */
  private Path file(String... rows) throws IOException {
    Path other = directory.resolve("other-" + ++others);
    try (Database from = TestDatabase.open(other)) {
      Table source = from.table("t");
      // Tombstones stay while something lies below them.
      source.put(bytes("!"), bytes("below"));
      source.put(bytes("~"), bytes("below"));
      source.flush();
      for (String row : rows) {
        int at = row.indexOf('=');
        if (at < 0) {
          source.delete(bytes(row));
        } else {
          source.put(bytes(row.substring(0, at)), bytes(row.substring(at + 1)));
        }
      }
      source.flush();
    }
    try (Stream<Path> files = Files.list(other.resolve("tables").resolve("t"))) {
      List<Path> data =
          files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
      return data.get(data.size() - 1);
    }
  }

  private BulkLoad.Result load(Path... files) {
    return load(BulkLoadOptions.DEFAULT, files);
  }

  private BulkLoad.Result load(BulkLoadOptions options, Path... files) {
    try (BulkLoad load = table.bulkLoad(options)) {
      for (Path file : files) {
        load.addFile(file, "parquet");
      }
      return load.finish();
    }
  }

  private Map<String, String> all() throws IOException {
    return contents(table.scan(KeyRange.all()));
  }

  @Test
  void linksFilesThatShareNoKeyWithAnything() throws IOException {
    Path low = file("a=1", "b=1", "a=2");
    Path high = file("x=1", "y=1");
    byte[] before = Files.readAllBytes(low);
    BulkLoad.Result result = load(high, low);
    assertThat(result.linked()).isEqualTo(2);
    assertThat(result.rewritten()).isZero();
    assertThat(result.rows()).isEqualTo(4);
    assertThat(result.level()).isEqualTo(1);
    assertThat(all()).isEqualTo(Map.of("a", "2", "b", "1", "x", "1", "y", "1"));
    table.put(bytes("a"), bytes("3"));
    table.compact();
    assertThat(Files.readAllBytes(low)).isEqualTo(before);
    db.close();
    open();
    assertThat(all()).isEqualTo(Map.of("a", "3", "b", "1", "x", "1", "y", "1"));
    assertThat(db.verify(name -> {}).problems()).isEmpty();
  }

  @Test
  void copiesWhenLinksAreNotWanted() throws IOException {
    Path file = file("a=1");
    BulkLoad.Result result = load(BulkLoadOptions.DEFAULT.withLink(false), file);
    assertThat(result.copied()).isEqualTo(1);
    Files.write(file, new byte[] {1, 2, 3});
    assertThat(all()).isEqualTo(Map.of("a", "1"));
    assertThat(db.verify(name -> {}).problems()).isEmpty();
  }

  @Test
  void writesRowsAnewThatOverlapTheTable() throws IOException {
    for (int round = 0; round < 3; round++) {
      String value = "loaded " + round;
      table.put(bytes("b"), bytes("older"));
      if (round == 1) {
        table.flush();
      }
      BulkLoad.Result result = load(file("a=" + value, "b=" + value, "c"));
      assertThat(result.rewritten()).isEqualTo(1);
      assertThat(result.linked()).isZero();
      assertThat(result.tombstones()).isEqualTo(1);
      assertThat(all()).isEqualTo(Map.of("a", value, "b", value));
    }
  }

  @Test
  void writesRowsAnewWhileASnapshotIsOpen() throws IOException {
    table.put(bytes("z"), bytes("old"));
    try (Snapshot snapshot = db.snapshot()) {
      BulkLoad.Result result = load(file("a=1", "a=2"));
      assertThat(result.rewritten()).isEqualTo(1);
      assertThat(result.rows()).isEqualTo(1);
      assertThat(contents(table.scan(KeyRange.all(), snapshot))).isEqualTo(Map.of("z", "old"));
      assertThat(all()).isEqualTo(Map.of("a", "2", "z", "old"));
    }
  }

  @Test
  void ofFilesAndRowsThatOverlapTheLaterWins() throws IOException {
    Path first = file("a=file 1", "b=file 1", "c=file 1", "d=file 1");
    Path second = file("e=1", "e=2", "e=3", "e=4", "b=file 2", "c");
    for (boolean sorted : new boolean[] {false, true}) {
      try (BulkLoad load = table.bulkLoad(BulkLoadOptions.DEFAULT.withSorted(sorted))) {
        load.put(bytes("a"), bytes("row"));
        load.addFile(first, "parquet");
        load.addFile(second, "parquet");
        load.put(bytes("d"), bytes("row"));
        BulkLoad.Result result = load.finish();
        assertThat(result.rewritten()).isEqualTo(2);
        assertThat(result.rows()).isEqualTo(5);
      }
      assertThat(all()).isEqualTo(Map.of("a", "file 1", "b", "file 2", "d", "row", "e", "4"));
    }
  }

  @Test
  void ofFilesTheNewestVersionCountsInWhateverOrderTheyAreAdded() throws IOException {
    Path older = file("a=old", "b=old", "c=old");
    Path newer = file("z=1", "z=2", "z=3", "a=new", "b");
    for (List<Path> files : List.of(List.of(older, newer), List.of(newer, older))) {
      BulkLoad.Result result = load(files.get(0), files.get(1));
      assertThat(result.rewritten()).isEqualTo(2);
      assertThat(all()).isEqualTo(Map.of("a", "new", "c", "old", "z", "3"));
    }
    try (Stream<Path> left = Files.list(directory.resolve("db/tables/t"))) {
      assertThat(left.filter(file -> file.toString().endsWith(".spill"))).isEmpty();
    }
  }

  @Test
  void neverLinksAFileIntoItsOwnTableTwice() throws IOException {
    Path file = file("a=1", "b=1");
    load(file);
    BulkLoad.Result result = load(file);
    assertThat(result.rewritten()).isEqualTo(1);
    assertThat(all()).isEqualTo(Map.of("a", "1", "b", "1"));
  }

  @Test
  void keepsWhatWasWrittenSinceAsNewer() throws IOException {
    Map<String, String> expected = new TreeMap<>(Map.of("a", "1", "b", "after"));
    load(file("a=1", "b=1", "b=2", "b=3"));
    table.put(bytes("b"), bytes("after"));
    assertThat(all()).isEqualTo(expected);
    db.close();
    open();
    assertThat(all()).isEqualTo(expected);
  }

  @Test
  void refusesADamagedFileByNameAndGoesOnWithoutIt() throws IOException {
    Path good = file("a=1");
    Path bad = file("m=1", "n=1");
    byte[] content = Files.readAllBytes(bad);
    content = Arrays.copyOf(content, content.length - 1);
    Files.write(bad, content);
    try (BulkLoad load = table.bulkLoad()) {
      load.addFile(good, "parquet");
      assertKind(() -> load.addFile(bad, "parquet"), KodiakException.Kind.CORRUPTION, bad);
      Path missing = directory.resolve("missing.parquet");
      assertKind(() -> load.addFile(missing, "parquet"), KodiakException.Kind.IO, missing);
      assertKind(() -> load.addFile(directory, "parquet"), KodiakException.Kind.IO, directory);
      assertKind(
          () -> load.addFile(good, "nonsense"),
          KodiakException.Kind.CONFIGURATION,
          Path.of("nonsense"));
      assertThat(load.finish().linked()).isEqualTo(1);
    }
    assertThat(all()).isEqualTo(Map.of("a", "1"));
    assertThat(Files.readAllBytes(bad)).isEqualTo(content);
    try (Stream<Path> files = Files.list(directory.resolve("db/tables/t"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void survivesEveryFlippedByte() throws IOException {
    Path file = file("m=1", "n=1");
    byte[] content = Files.readAllBytes(file);
    int refused = 0;
    try (BulkLoad load = table.bulkLoad(BulkLoadOptions.DEFAULT.withLink(false))) {
      for (int i = 0; i < content.length; i += 3) {
        content[i] ^= 0x21;
        Files.write(file, content);
        content[i] ^= 0x21;
        try {
          load.addFile(file, "parquet");
        } catch (KodiakException e) {
          assertThat(e.kind()).isIn(KodiakException.Kind.CORRUPTION, KodiakException.Kind.PLUGIN);
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(content.length / 12);
    assertThat(db.state()).isEqualTo(DatabaseState.HEALTHY);
    assertThat(all()).isEmpty();
  }

  private static void assertKind(Runnable call, KodiakException.Kind kind, Path named) {
    assertThatThrownBy(call::run)
        .isInstanceOf(KodiakException.class)
        .hasMessageContaining(named.getFileName().toString())
        .extracting(e -> ((KodiakException) e).kind())
        .isEqualTo(kind);
  }
}

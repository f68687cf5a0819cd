package io.kodiak.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.FormatStats;
import io.kodiak.engine.database.MigrationProgress;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a table follow its settings: new ones at once, old ones when they are migrated. */
class MigrationTest {
  @TempDir Path folder;
  private final TreeMap<String, String> expected = new TreeMap<>();
  private final Random random = new Random(20261125);

  private Database open(Object levels, Object lastLevel) {
    return Kodiak.builder()
        .directory(folder)
        .set("wal.sync", "never")
        .set("wal.segment-size", "64 KiB")
        .set("compaction-threads", 2)
        .tableDefaults(
            table ->
                table
                    .flushEntries(2_000)
                    .set("format.levels", levels)
                    .set("format.last-level", lastLevel)
                    .compaction(
                        "leveled",
                        Map.of(
                            "level0-runs", 4,
                            "base-level-size", "256 KiB",
                            "target-file-size", "64 KiB")))
        .open();
  }

  private void fill(Table table, int entries) {
    for (int i = 0; i < entries; i++) {
      String key = "key-" + random.nextInt(30_000);
      if (random.nextInt(10) == 0) {
        table.delete(key.getBytes(UTF_8));
        expected.remove(key);
      } else {
        String value = "value-" + i + "-" + "x".repeat(random.nextInt(60));
        table.put(key.getBytes(UTF_8), value.getBytes(UTF_8));
        expected.put(key, value);
      }
    }
  }

  private void agrees(Table table) {
    assertThat(TestDatabase.contents(table.scan(KeyRange.all()))).isEqualTo(expected);
  }

  private static int outdated(Table table) {
    return table.stats().formatStats().stream().mapToInt(FormatStats::outdatedFiles).sum();
  }

  /** Compactions may go on behind a migration, and make another level the last one. */
  private static void migrateUntilAllRests(Database database, Table table) {
    for (int round = 0; round < 20 && outdated(table) > 0; round++) {
      table.migrate(progress -> {});
      database.awaitIdle();
    }
    assertThat(outdated(table)).isZero();
  }

  private static List<String> kinds(Table table) {
    return table.stats().formatStats().stream()
        .map(stats -> stats.format() + " " + stats.encoding() + " " + stats.blockBytes())
        .sorted()
        .toList();
  }

  @BeforeEach
  void fillAsParquet() {
    try (Database database = open(List.of("parquet"), "parquet")) {
      Table table = database.table("t");
      fill(table, 20_000);
      table.compact();
      // Two runs, so that with another one there are still fewer than are merged by themselves.
      fill(table, 3_000);
      table.flush();
      database.awaitIdle();
      assertThat(outdated(table)).isZero();
      assertThat(table.stats().formatStats()).hasSizeGreaterThan(1);
      agrees(table);
    }
  }

  @Test
  void newSettingsHoldForNewFilesAtOnceAndForOldOnesAfterAMigration() {
    Object upper = Map.of("format", "feather", "compression", "none", "block-size", "4 KiB");
    Object last = Map.of("format", "parquet", "compression", "zstd", "block-size", "64 KiB");
    try (Database database = open(List.of(upper), last)) {
      Table table = database.table("t");
      int before = outdated(table);
      assertThat(before).isPositive();
      fill(table, 300);
      table.flush();
      assertThat(kinds(table)).contains("feather none 4096");
      agrees(table);

      List<MigrationProgress> progress = new ArrayList<>();
      table.migrate(progress::add);

      migrateUntilAllRests(database, table);
      assertThat(kinds(table)).isSubsetOf("feather none 4096", "parquet zstd-1 65536");
      assertThat(progress.get(0).files()).isPositive();
      MigrationProgress end = progress.get(progress.size() - 1);
      assertThat(end.filesLeft()).isZero();
      assertThat(end.bytesLeft()).isZero();
      agrees(table);
      assertThat(database.verify(name -> {}).problems()).isEmpty();
    }
  }

  @Test
  void aMigrationThatIsCutShortGoesOnWhenItIsAskedForAgain() {
    AtomicBoolean cut = new AtomicBoolean();
    int left;
    try (Database database = open(List.of("feather"), "feather")) {
      Table table = database.table("t");
      database.awaitIdle();
      int before = outdated(table);
      assertThatThrownBy(
              () ->
                  table.migrate(
                      progress -> {
                        if (progress.filesLeft() < progress.files()) {
                          cut.set(true);
                          throw new IllegalStateException("cut short");
                        }
                      }))
          .hasMessageContaining("cut short");
      assertThat(cut).isTrue();
      left = outdated(table);
      assertThat(left).isLessThan(before);
      agrees(table);
    }
    try (Database database = open(List.of("feather"), "feather")) {
      Table table = database.table("t");
      List<MigrationProgress> progress = new ArrayList<>();
      table.migrate(progress::add);
      assertThat(progress.get(0).files()).isLessThanOrEqualTo(left);
      migrateUntilAllRests(database, table);
      assertThat(table.stats().formatStats()).allMatch(stats -> stats.format().equals("feather"));
      agrees(table);
    }
  }

  @Test
  void aFormatThatIsNamedGoesBeforeTheSettings() {
    try (Database database = open(List.of("parquet"), "parquet")) {
      Table table = database.table("t");
      table.migrate("feather", progress -> {});
      assertThat(table.stats().formatStats()).allMatch(stats -> stats.format().equals("feather"));
      assertThat(outdated(table)).isPositive();
      agrees(table);
      assertThatThrownBy(() -> table.migrate("fether", progress -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"fether\"")
          .hasMessageContaining("parquet");
    }
  }

  @Test
  void whoeverIsToldOfTheProgressMayUseTheDatabase() {
    try (Database database = open(List.of("feather"), "feather")) {
      Table table = database.table("t");
      int[] told = {0};
      table.migrate(
          progress -> {
            told[0]++;
            fill(table, 2_100);
            database.stats();
            database.snapshot().close();
          });
      assertThat(told[0]).isPositive();
      agrees(table);
    }
  }

  @Test
  void theMigrationOfOneTableHoldsUpNoOther() {
    try (Database database = open(List.of("feather"), "feather")) {
      Table table = database.table("t");
      Table other = database.table("other");
      for (int i = 0; i < 12; i++) {
        other.put(("k" + i).getBytes(UTF_8), new byte[100]);
        other.flush();
      }
      table.migrate(progress -> {});
      database.awaitIdle();
      assertThat(other.stats().runs()).hasSizeLessThan(5);
    }
  }

  @Test
  void writersAndCompactionsGoOnMeanwhile() throws InterruptedException {
    try (Database database = open(List.of("feather"), "parquet")) {
      Table table = database.table("t");
      Thread writer = new Thread(() -> fill(table, 30_000));
      writer.start();
      table.migrate("parquet", progress -> {});
      table.migrate(progress -> {});
      writer.join();
      table.flush();
      database.awaitIdle();
      migrateUntilAllRests(database, table);
      TableStats stats = table.stats();
      assertThat(stats.compactions()).isPositive();
      agrees(table);
    }
  }
}

package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MaintenanceCommandsTest extends CliFixture {
  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("db/tables"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private static String oneLine(String json) {
    return json.replaceAll("\\s+", "");
  }

  @Test
  void flushWritesFiles() throws IOException {
    ok("put", "a", "1");
    ok("-t", "other", "put", "a", "1");
    assertThat(dataFiles()).isEmpty();
    ok("-t", "other", "flush");
    assertThat(dataFiles()).hasSize(1);
    ok("flush");
    assertThat(dataFiles()).hasSize(2);
    assertThat(ok("get", "a")).isEqualTo("1\n");
  }

  @Test
  void compactLeavesOneEntryAKey() throws IOException {
    for (int i = 0; i < 3; i++) {
      ok("put", "a", "value " + i);
      ok("flush");
    }
    ok("delete", "a");
    ok("put", "b", "1");
    assertThat(ok("compact")).matches("table \"default\"  [0-9]+ entries in .* -> 1 entry in .*\n");
    assertThat(dataFiles()).hasSize(1);
    assertThat(ok("scan")).isEqualTo("b\t1\n");
  }

  @Test
  void statsShowTablesAndTheirTrees() {
    ok("put", "a", "1");
    ok("flush");
    ok("put", "b", "2");
    assertThat(ok("stats", "--files").replaceAll(" +", " "))
        .contains("database " + folder.resolve("db") + " healthy\n")
        .contains("table default\ncomposed b-skiplist, parquet, leveled\n")
        .contains("memory 1 entries")
        .containsPattern("level [0-9] 1 run 1 file 1 entries")
        .containsPattern("[0-9]{6}\\.parquet 1 entries .* a … a");
    assertThat(oneLine(ok("stats", "--json")))
        .contains("\"state\":\"healthy\"")
        .contains(
            "\"tables\":[{\"name\":\"default\",\"memtable\":\"b-skiplist\",\"formats\":[\"parquet\"]")
        .contains("\"sstableEntries\":1")
        .contains("\"format\":\"parquet\",\"entries\":1,\"tombstones\":0");
  }

  @Test
  void migrateRewritesWhatTheSettingsWantOtherwise() throws IOException {
    ok("put", "a", "1");
    ok("put", "b", "2");
    ok("compact");
    assertThat(ok("migrate")).startsWith("table \"default\"  nothing to do\n");
    assertThat(ok("stats")).doesNotContain("to migrate");
    write(
        "kodiak.conf",
        "kodiak { directory = db, wal { segment-size = 1 MiB, sync = never }\n"
            + "table-defaults.format { levels = [feather], parquet.zstd-level = 3 } }");
    assertThat(ok("stats").replaceAll(" +", " "))
        .contains("files parquet zstd-1 32.0 KiB 1 file 2 entries")
        .contains("to migrate: 1 file, ");
    assertThat(oneLine(ok("stats", "--json"))).contains("\"outdatedFiles\":1");

    assertThat(ok("migrate").replaceAll(" +", " "))
        .startsWith("table \"default\" 1 file, ")
        .contains(" rewritten in ")
        .contains("files feather zstd-1 32.0 KiB 1 file 2 entries");
    assertThat(ok("stats")).doesNotContain("to migrate");
    assertThat(dataFiles()).isEmpty();
    assertThat(ok("scan")).isEqualTo("a\t1\nb\t2\n");

    Outcome back = kodiak("migrate", "--to", "parquet", "--json");
    assertThat(back.code()).isZero();
    assertThat(back.out()).startsWith("{\"table\":\"default\",\"files\":1,");
    assertThat(dataFiles()).hasSize(1);
    assertThat(kodiak("migrate", "--to", "parquet").err())
        .contains("the settings want feather, so compaction will write that again");
    assertThat(fails(2, "migrate", "--to", "parqet")).contains("no format is named \"parqet\"");
  }

  @Test
  void verifyFindsDamage() throws IOException {
    ok("put", "a", "1");
    ok("flush");
    assertThat(ok("verify")).startsWith("ok: 1 file, 1 block, 1 entry, ");
    assertThat(oneLine(ok("verify", "--json"))).startsWith("{\"clean\":true,\"files\":1");
    Path file = dataFiles().get(0);
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
      data.seek(8);
      int old = data.read();
      data.seek(8);
      data.write(old ^ 1);
    }
    Outcome damaged = kodiak("verify");
    assertThat(damaged.code()).isEqualTo(3);
    assertThat(damaged.out()).contains(file.getFileName().toString()).contains("problems: 1 file");
    Outcome json = kodiak("verify", "--json");
    assertThat(json.code()).isEqualTo(3);
    assertThat(oneLine(json.out())).startsWith("{\"clean\":false");
    assertThat(fails(3, "get", "a")).contains(file.getFileName().toString());
  }

  @Test
  void aDatabaseThatIsOpenElsewhereIsReported() {
    ok("put", "a", "1");
    try (Database held = Kodiak.open(folder.resolve("kodiak.conf"))) {
      assertThat(fails(3, "get", "a")).contains(folder.resolve("db").toString());
      assertThat(held.tableNames()).containsExactly("default");
    }
  }
}

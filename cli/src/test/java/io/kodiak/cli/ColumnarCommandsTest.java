package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for columnar files: inspect, ingest, and the columnar formats of export. */
class ColumnarCommandsTest extends CliFixture {
  /** Rows with keys over all bytes, empty and large values, and long common prefixes. */
  private int putHardRows() {
    int rows = 0;
    try (Database database = Kodiak.open(folder.resolve("kodiak.conf"))) {
      Table table = database.table("from");
      for (int i = 0; i < 256; i++, rows += 2) {
        byte[] value = i % 3 == 0 ? new byte[0] : new byte[] {0, -1, (byte) i};
        table.put(new byte[] {(byte) i}, value);
        table.put(new byte[] {(byte) i, -1}, new byte[] {10, 13, 34, 92});
      }
      byte[] key = new byte[82];
      Arrays.fill(key, (byte) 0xab);
      for (int i = 0; i < 300; i++, rows++) {
        key[80] = (byte) (i >>> 8);
        key[81] = (byte) i;
        table.put(key, new byte[] {(byte) i});
      }
      byte[] large = new byte[1 << 20];
      new Random(1).nextBytes(large);
      table.put(new byte[] {-1, -1, -1}, large);
      return rows + 1;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "parquet,rows.parquet,zstd",
    "parquet,rows.parquet,snappy",
    "orc,rows.orc,lz4",
    "feather,rows.arrow,lz4",
    "arrow-stream,rows.arrows,none"
  })
  void whatIsExportedIsIngestedByteForByte(String format, String name, String compression)
      throws IOException {
    write("kodiak.conf", "kodiak { directory = db, wal { segment-size = 8 MiB, sync = never } }");
    assertThat(putHardRows()).isEqualTo(813);
    String all = ok("--hex", "scan", "-t", "from");
    String file = folder.resolve(name).toString();
    assertThat(ok("export", file, "-t", "from", "--compression", compression))
        .contains("813 rows of table \"from\" exported as " + format);
    assertThat(ok("ingest", file, "--key", "key", "--sorted", "-t", "to"))
        .startsWith("813 rows ingested into table \"to\"");
    assertThat(ok("--hex", "scan", "-t", "to")).isEqualTo(all);
    assertThat(ok("inspect", file)).contains("813").containsIgnoringCase(compression);
  }

  @Test
  void rowsOfOtherFilesBecomeJsonObjects() throws Exception {
    Path file =
        copy(
            "people.parquet",
            "SELECT i AS id, 'n' || i AS name, CASE WHEN i = 2 THEN NULL ELSE i * 1.5 END AS x,"
                + " DATE '2024-02-29' AS day, [1, 2] AS list, '\\xFF'::BLOB AS raw"
                + " FROM range(1, 4) t(i)",
            "");
    assertThat(ok("ingest", file.toString(), "--key", "id")).startsWith("3 rows ingested");
    assertThat(ok("get", "1"))
        .isEqualTo(
            "{\"id\":1,\"name\":\"n1\",\"x\":1.5,\"day\":\"2024-02-29\",\"list\":[1,2],"
                + "\"raw-hex\":\"ff\"}\n");
    assertThat(ok("get", "2")).contains("\"x\":null");
    assertThat(ok("ingest", file.toString(), "--key", "day", "--value", "name", "-t", "days"))
        .startsWith("1 row ingested");
    assertThat(ok("scan", "-t", "days")).isEqualTo("2024-02-29\tn3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd"})
  void aMillionRowsAreIngested(String codec) throws Exception {
    Path file =
        copy(
            "many.parquet",
            "SELECT encode(printf('%08d', i)) AS key, encode('v' || (i * 7)) AS value"
                + " FROM range(1000000) t(i)",
            ", CODEC '" + codec + "'");
    assertThat(ok("ingest", file.toString(), "--key", "key", "--sorted"))
        .startsWith("1,000,000 rows ingested into table \"default\"");
    assertThat(ok("get", "00999999")).isEqualTo("v6999993\n");
    assertThat(ok("stats", "--json").replaceAll("\\s", "")).contains("\"entries\":1000000");
  }

  @Test
  void filesOfAnotherDatabaseAreTakenAsTheyAre() throws Exception {
    for (int i = 0; i < 50; i++) {
      ok("put", "-t", "from", "k%02d".formatted(i), "v" + i);
    }
    ok("delete", "-t", "from", "k07");
    ok("flush", "-t", "from");
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("db/tables/from"))) {
      file = files.filter(name -> name.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    String text = ok("inspect", file.toString(), "--rows", "2");
    assertThat(text)
        .contains("Parquet, version 2", "kodiak version 1")
        .containsPattern("table +from")
        .containsPattern("entries +49, of them tombstones 0")
        .containsPattern("first key +k00")
        .containsPattern("last key +k49")
        .contains("key\tseq\top\tvalue\n", "k00\t1\t0\tv0\n");
    assertThat(ok("inspect", file.toString(), "--json", "--rows", "1").replaceAll("\\s", ""))
        .contains("\"kodiak\":true", "\"first-key\":\"k00\"", "\"kodiak.table\":\"from\"")
        .contains("\"first-rows\":[{\"key\":\"k00\",\"seq\":1,\"op\":0,\"value\":\"v0\"}]");
    String out =
        ok("-d", folder.resolve("other").toString(), "ingest", file.toString(), "--key", "key");
    assertThat(out).contains("1 linked and 0 copied as they are");
    assertThat(ok("-d", folder.resolve("other").toString(), "scan"))
        .isEqualTo(ok("scan", "-t", "from"));
  }

  @Test
  void versionsOfAnotherWriterAreReadWithTheNewestFirst() throws Exception {
    Path file =
        copy(
            "versions.parquet",
            "SELECT encode(k) AS key, s::BIGINT AS seq, o AS op, encode(v) AS value FROM (VALUES"
                + " ('a', 9, 1, NULL), ('a', 3, 0, 'old'), ('b', 7, 0, 'new'), ('b', 2, 0, 'old'))"
                + " t(k, s, o, v)",
            "");
    ok("put", "a", "before");
    assertThat(ok("ingest", file.toString(), "--key", "key")).startsWith("2 rows ingested");
    assertThat(ok("scan")).isEqualTo("b\tnew\n");
  }

  @Test
  void ofRowsWithOneKeyThatOfTheLastFileAndThereTheLastCounts() throws Exception {
    Path early = copy("z.parquet", "SELECT * FROM (VALUES ('a', 1), ('b', 1)) t(k, v)", "");
    Path late = copy("y.parquet", "SELECT * FROM (VALUES ('b', 2), ('b', 3)) t(k, v)", "");
    String[] files = {early.toString(), late.toString()};
    ok("ingest", files[0], files[1], "--key", "k", "--value", "v", "-t", "one");
    assertThat(ok("scan", "-t", "one")).isEqualTo("a\t1\nb\t3\n");
    ok("ingest", files[1], files[0], "--key", "k", "--value", "v", "-t", "two");
    assertThat(ok("scan", "-t", "two")).isEqualTo("a\t1\nb\t1\n");
    assertThat(ok("ingest", "--help").replaceAll("\\s+", " "))
        .contains("the row of the file given last counts", "the row with the greatest seq");
  }

  @Test
  void rowsThatCannotBeIngestedAreNamedAndNothingIs() throws Exception {
    ok("put", "x", "1");
    Path unsorted = copy("u.parquet", "SELECT * FROM (VALUES ('b', 1), ('a', 2)) t(k, v)", "");
    assertThat(fails(3, "ingest", unsorted.toString(), "--key", "k", "--sorted"))
        .contains("u.parquet: row 2: the key a does not come after the key before it, b");
    Path nulls = copy("n.parquet", "SELECT * FROM (VALUES ('b', 1), (NULL, 2)) t(k, v)", "");
    assertThat(fails(3, "ingest", nulls.toString(), "--key", "k"))
        .contains("n.parquet: row 2: the key is null");
    Path value = copy("v.parquet", "SELECT * FROM (VALUES ('b', NULL)) t(key, value)", "");
    assertThat(fails(3, "ingest", value.toString(), "--key", "key"))
        .contains("v.parquet: row 1: the value is null");
    assertThat(fails(2, "ingest", nulls.toString(), "--key", "none"))
        .contains("there is no column \"none\"; there are: k, v");
    assertThat(ok("scan")).isEqualTo("x\t1\n");
  }

  @Test
  void foreignAndDamagedFilesAreRefused() throws Exception {
    Path text = write("x.parquet", "hello");
    assertThat(fails(3, "inspect", text.toString())).contains("no Parquet, ORC or Arrow file");
    assertThat(fails(3, "inspect", write("e.orc", "").toString())).contains("it is empty");
    assertThat(fails(3, "inspect", folder.resolve("none").toString())).contains("no such file");
    Path whole = copy("w.parquet", "SELECT i AS k FROM range(1000) t(i)", "");
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("h.parquet"), Arrays.copyOf(bytes, 500));
    assertThat(fails(3, "ingest", half.toString(), "--key", "k")).contains("it is truncated");
    assertThat(folder.resolve("db")).as("no database was made").doesNotExist();
  }
}

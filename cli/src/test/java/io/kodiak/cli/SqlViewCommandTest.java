package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SqlViewCommandTest extends CliFixture {
  private static final HexFormat HEX = HexFormat.of();

  private void work(Consumer<Table> with) {
    try (Database database = Kodiak.open(folder.resolve("kodiak.conf"))) {
      with.accept(database.table("default"));
    }
  }

  /** The live rows of the table, both columns in hexadecimal. */
  private Map<String, String> rows() {
    Map<String, String> rows = new TreeMap<>();
    work(
        table -> {
          try (Scan scan = table.scan(KeyRange.all())) {
            while (scan.next()) {
              rows.put(HEX.formatHex(scan.key()), HEX.formatHex(scan.value()));
            }
          }
        });
    return rows;
  }

  private static Map<String, String> duckDb(String sql, String view) {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      try (ResultSet result = statement.executeQuery("SELECT key, value FROM " + view)) {
        while (result.next()) {
          String before = rows.put(hex(result.getBlob(1)), hex(result.getBlob(2)));
          assertThat(before).as("the same key twice").isNull();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    return rows;
  }

  private static String hex(Blob blob) throws SQLException {
    return blob.length() == 0 ? "" : HEX.formatHex(blob.getBytes(1, (int) blob.length()));
  }

  private static String id(String sql) {
    Matcher matcher = Pattern.compile("--release ([0-9]+)\n").matcher(sql);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static void put(Table table, int key, String value) {
    table.put("key%05d".formatted(key).getBytes(UTF_8), value.getBytes(UTF_8));
  }

  private static void randomWrites(Table table, Random random, int count) {
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[1 + random.nextInt(2)];
      random.nextBytes(key);
      if (random.nextInt(4) == 0) {
        table.delete(key);
      } else {
        byte[] value = new byte[random.nextInt(30)];
        random.nextBytes(value);
        table.put(key, value);
      }
    }
  }

  @Test
  void duckDbSeesTheLiveRowsAsOfThePinWhateverComesAfter() {
    long seed = new Random().nextLong();
    System.out.println("SqlViewCommandTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 4; round++) {
      work(
          table -> {
            randomWrites(table, random, 3_000);
            table.flush();
            randomWrites(table, random, 1_000);
          });
      Map<String, String> expected = rows();
      String sql = ok("sql-view");
      assertThat(duckDb(sql, "\"default\"")).as("seed %d", seed).isEqualTo(expected);
      work(
          table -> {
            randomWrites(table, random, 2_000);
            table.compact();
          });
      assertThat(duckDb(sql, "\"default\"")).as("seed %d, later", seed).isEqualTo(expected);
      expected = rows();
      sql = ok("sql-view");
      assertThat(sql).doesNotContain("QUALIFY", "WHERE");
      assertThat(duckDb(sql, "\"default\"")).as("seed %d, compacted", seed).isEqualTo(expected);
    }
  }

  @Test
  void aDeletionHidesAllOlderRowsOfItsKey() {
    work(
        table -> {
          put(table, 1, "old");
          put(table, 2, "stays");
          table.flush();
          table.delete("key00001".getBytes(UTF_8));
          table.flush();
        });
    String sql = ok("sql-view", "--name", "v");
    assertThat(sql).contains("QUALIFY row_number() OVER (PARTITION BY key ORDER BY seq DESC) = 1");
    assertThat(duckDb(sql, "v")).hasSize(1).isEqualTo(rows());
  }

  @Test
  void filesWithoutOldVersionsNeedNoWindow() {
    work(table -> put(table, 1, "a"));
    String plain = ok("sql-view");
    assertThat(plain).contains("SELECT key, value\nFROM read_parquet([\n").endsWith("'\n]);\n");
    assertThat(duckDb(plain, "\"default\"")).isEqualTo(rows());
    work(table -> table.delete("zz".getBytes(UTF_8)));
    String filtered = ok("sql-view");
    assertThat(filtered).endsWith("])\nWHERE op = 0;\n");
    assertThat(duckDb(filtered, "\"default\"")).hasSize(1).isEqualTo(rows());
  }

  @Test
  void anEmptyTableIsAViewWithoutRows() throws SQLException {
    work(table -> {});
    assertThat(duckDb(ok("sql-view"), "\"default\"")).isEmpty();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(ok("sql-view", "--text", "--name", "v"));
      try (ResultSet result = statement.executeQuery("SELECT * FROM v")) {
        assertThat(result.getMetaData().getColumnName(1)).isEqualTo("key");
        assertThat(result.getMetaData().getColumnName(2)).isEqualTo("value");
        assertThat(result.getMetaData().getColumnTypeName(2)).isEqualTo("VARCHAR");
      }
    }
    assertThat(ok("sql-view", "--engine", "spark"))
        .endsWith(
            """
            CREATE OR REPLACE TEMPORARY VIEW `default` AS
            SELECT CAST(NULL AS BINARY) AS key, CAST(NULL AS BINARY) AS value WHERE false;
            """);
  }

  @Test
  void keysAndValuesMayBeTexts() throws SQLException {
    work(table -> put(table, 1, "é"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(ok("sql-view", "--text", "--name", "odd \"name\""));
      try (ResultSet result =
          statement.executeQuery("SELECT value FROM \"odd \"\"name\"\"\" WHERE key = 'key00001'")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getString(1)).isEqualTo("é");
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pathsMayHoldQuotesAndPatterns() throws IOException {
    String odd = "it's [odd] * ? `{a,b}` \"db\"";
    write(
        "kodiak.conf",
        "kodiak { directory = \"\"\"%s\"\"\", wal { segment-size = 1 MiB } }".formatted(odd));
    work(table -> put(table, 1, "a"));
    assertThat(duckDb(ok("sql-view"), "\"default\"")).hasSize(1);
    assertThat(fails(2, "sql-view", "--engine", "spark"))
        .contains("has characters that Spark takes for a pattern");
    assertThat(ok("sql-view", "--list").lines()).as("the refused one is released").hasSize(1);
  }

  @Test
  void sparkRanksAllRowsBeforeItLeavesDeletionsOut() {
    work(
        table -> {
          put(table, 1, "a");
          table.flush();
          put(table, 1, "b");
        });
    String sql = ok("sql-view", "--engine", "spark", "--text", "--name", "tick`");
    String folder = this.folder.toAbsolutePath() + "/db/pins/" + id(sql) + "/default/";
    assertThat(sql.lines().skip(2))
        .containsExactly(
            "CREATE OR REPLACE TEMPORARY VIEW `tick``` AS",
            "SELECT decode(key, 'UTF-8') AS key, decode(value, 'UTF-8') AS value",
            "FROM (",
            "  SELECT key, op, value, row_number() OVER (PARTITION BY key ORDER BY seq DESC) AS rank",
            "  FROM (",
            "    SELECT key, seq, op, value FROM parquet.`file://"
                + folder
                + "000002.parquet` UNION ALL",
            "    SELECT key, seq, op, value FROM parquet.`file://" + folder + "000001.parquet`",
            "  )",
            ")",
            "WHERE rank = 1 AND op = 0;");
    ok("compact");
    assertThat(ok("sql-view", "--engine", "spark").lines().skip(3))
        .first()
        .isEqualTo("SELECT key, value");
  }

  @Test
  void formatsThatAnEngineCannotReadAreRefusedWithTheReason() throws IOException {
    write(
        "kodiak.conf",
        "kodiak { directory = db, wal { segment-size = 1 MiB }, "
            + "table-defaults.format.levels = [feather] }");
    work(table -> put(table, 1, "a"));
    assertThat(fails(2, "sql-view"))
        .contains("000001.arrow is a file of format feather, which DuckDB cannot read")
        .contains("kodiak migrate");
    assertThat(fails(2, "sql-view", "--engine", "spark"))
        .contains("which Spark cannot read: it has no reader of Arrow files");
    assertThat(ok("sql-view", "--list")).isEmpty();
  }

  @Test
  void pinsAreListedAndReleased() throws IOException {
    work(table -> put(table, 1, "a"));
    String sql = ok("sql-view", "--keep", "2d");
    String id = id(sql);
    Path file = folder.resolve("db/pins/" + id + "/default/000001.parquet");
    assertThat(file).exists();
    assertThat(sql).startsWith("-- table \"default\": 1 file, 1 entry, ");
    assertThat(ok("sql-view", "--list")).startsWith(id + "  until ").contains("  default  1 file");
    assertThat(ok("sql-view", "--list", "--json")).contains("\"path\" : \"" + file);
    assertThat(ok("sql-view", "--release", id)).isEqualTo("pin " + id + " released\n");
    assertThat(file).doesNotExist();
    assertThat(folder.resolve("db/pins")).isEmptyDirectory();
    assertThat(fails(1, "sql-view", "--release", id)).contains("there is no pin " + id);
  }

  @Test
  void withoutAFlushOnlyWhatWasFlushedIsSeen() {
    work(
        table -> {
          put(table, 1, "a");
          table.flush();
          put(table, 2, "b");
        });
    assertThat(duckDb(ok("sql-view", "--no-flush"), "\"default\"")).hasSize(1);
    assertThat(duckDb(ok("sql-view"), "\"default\"")).hasSize(2);
  }

  @Test
  void wrongUsageIsExplained() {
    work(table -> {});
    for (String keep : new String[] {"0s", "31d", "1", "1y", "-1h", "999999999d"}) {
      assertThat(fails(2, "sql-view", "--keep=" + keep))
          .contains("--keep is \"" + keep + "\"; it is a time from 1s to 30d");
    }
    assertThat(fails(2, "sql-view", "--list", "--release", "1"))
        .contains("--list goes without --release");
    assertThat(fails(1, "sql-view", "-t", "none")).contains("there is no table \"none\"");
  }
}

package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files that DuckDB wrote. */
class DuckDbFilesTest {
  @TempDir Path folder;

  private Path copy(String query, String options) throws SQLException {
    Path file = folder.resolve("rows.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet" + options + ")");
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "zstd", "gzip", "lz4_raw"})
  void areReadInEveryCompression(String codec) throws Exception {
    Path file =
        copy(
            "SELECT encode(printf('%08d', i)) AS key, repeat(chr((97 + i % 26)::INTEGER), i % 90) AS text"
                + " FROM range(10000) t(i)",
            ", CODEC '" + codec + "', ROW_GROUP_SIZE 2048");
    try (ColumnarFile opened = ColumnarFile.open(file)) {
      FileDescription description = opened.description();
      assertThat(description.compression()).isEqualTo(codec.replace("uncompressed", "none"));
      assertThat(description.writer()).startsWith("DuckDB");
      assertThat(description.version()).isIn("1", "2");
      assertThat(description.parts()).hasSizeGreaterThan(3);
      assertThat(description.rows()).isEqualTo(10_000);
      var rows = Rows.read(opened, List.of("key", "text"), 0);
      for (int i = 0; i < 10_000; i++) {
        assertThat((byte[]) rows.get(i).get(0)).asString().isEqualTo("%08d".formatted(i));
        assertThat(rows.get(i).get(1))
            .isEqualTo(String.valueOf((char) ('a' + i % 26)).repeat(i % 90));
      }
    }
  }

  @Test
  void giveValuesOfAllTypes() throws Exception {
    Path file =
        copy(
            "SELECT true AS b, 7::TINYINT AS tiny, 255::UTINYINT AS utiny, -5 AS i,"
                + " 18446744073709551615::UBIGINT AS huge, 1.5::FLOAT AS f, 2.25::DOUBLE AS d,"
                + " 12.34::DECIMAL(9,2) AS small, -1234567890123456789.5::DECIMAL(38,1) AS large,"
                + " 'größe' AS text, '\\x00\\xFF'::BLOB AS bytes, DATE '2024-02-29' AS day,"
                + " TIME '12:34:56.789' AS clock, TIMESTAMP '2024-02-29 12:34:56.789' AS local,"
                + " TIMESTAMPTZ '2024-02-29 12:34:56.789+00' AS moment,"
                + " '00000000-0000-0001-0000-000000000002'::UUID AS id,"
                + " [1, NULL, 3] AS list, {'x': 1, 'y': 'z'} AS struct,"
                + " MAP {'k': 1} AS map, NULL::INTEGER AS nothing",
            "");
    assertThat(Rows.read(file).get(0))
        .usingRecursiveComparison()
        .isEqualTo(
            Arrays.asList(
                true,
                7L,
                255L,
                -5L,
                new BigDecimal("18446744073709551615"),
                1.5,
                2.25,
                new BigDecimal("12.34"),
                new BigDecimal("-1234567890123456789.5"),
                "größe",
                new byte[] {0, -1},
                LocalDate.of(2024, 2, 29),
                LocalTime.of(12, 34, 56, 789_000_000),
                LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000),
                Instant.parse("2024-02-29T12:34:56.789Z"),
                "00000000-0000-0001-0000-000000000002",
                Arrays.asList(1L, null, 3L),
                Map.of("x", 1L, "y", "z"),
                Map.of("k", 1L),
                null));
  }

  @Test
  void tellTheirStatistics() throws Exception {
    Path file =
        copy(
            "SELECT i::BIGINT AS n, CASE WHEN i % 4 = 0 THEN NULL ELSE i::VARCHAR END AS t,"
                + " DATE '2024-01-01' + i::INTEGER AS day FROM range(5000) t(i)",
            ", ROW_GROUP_SIZE 2048");
    try (ColumnarFile opened = ColumnarFile.open(file)) {
      List<ColumnDescription> columns = opened.description().columns();
      assertThat(columns.get(0).type()).startsWith("INT64");
      assertThat(columns.get(0).min()).isEqualTo(0L);
      assertThat(columns.get(0).max()).isEqualTo(4_999L);
      assertThat(columns.get(0).nulls()).isZero();
      assertThat(columns.get(1).nulls()).isEqualTo(1_250);
      assertThat(columns.get(1).min()).isEqualTo("1");
      assertThat(columns.get(1).max()).isEqualTo("999");
      assertThat(columns.get(1).nullable()).isTrue();
      assertThat(columns.get(2).min()).isEqualTo(LocalDate.of(2024, 1, 1));
    }
  }

  @Test
  void areReadFromAnyRowOn() throws Exception {
    Path file = copy("SELECT i::BIGINT AS n FROM range(9000) t(i)", ", ROW_GROUP_SIZE 2048");
    try (ColumnarFile opened = ColumnarFile.open(file)) {
      for (long skipped : new long[] {0, 1, 2047, 2048, 2049, 8999}) {
        assertThat(Rows.read(opened, List.of("n"), skipped).get(0).get(0)).isEqualTo(skipped);
      }
    }
  }

  @Test
  void thatLackACodecSayWhatToDo() throws IOException, SQLException {
    Path file = copy("SELECT i AS n FROM range(5000) t(i)", ", CODEC 'brotli'");
    try (ColumnarFile opened = ColumnarFile.open(file)) {
      assertThat(opened.description().rows()).isEqualTo(5_000);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> Rows.read(opened, List.of("n"), 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("BROTLI cannot be read here");
    }
  }
}

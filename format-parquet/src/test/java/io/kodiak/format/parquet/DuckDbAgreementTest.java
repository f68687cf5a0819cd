package io.kodiak.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.testkit.RandomBlocks;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB reads the files and finds in them what was appended. */
class DuckDbAgreementTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void readsEveryRow(String compression) throws Exception {
    long seed = TestRun.seed("readsEveryRow");
    List<Block> blocks = RandomBlocks.random(seed, 4_000);
    Path file = write("random.parquet", TestFiles.format(compression, 1_500, 1 << 20), blocks);
    assertThat(read("SELECT key, seq, op, value FROM " + table(file))).isEqualTo(joined(blocks));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void readsEveryRowOfBlocksThatWereTakenOver(String compression) throws Exception {
    List<Block> blocks =
        RandomBlocks.random(TestRun.seed("readsEveryRowOfBlocksThatWereTakenOver"), 4_000);
    ParquetFormat format = TestFiles.format(compression, 1_500, 1 << 20);
    TestFiles.Written copy = TestFiles.copy(format, TestFiles.write(format, blocks), 6);
    Path file = directory.resolve("copy.parquet");
    Files.write(file, copy.file().toByteArray());
    assertThat(read("SELECT key, seq, op, value FROM " + table(file))).isEqualTo(joined(blocks));
  }

  @Test
  void readsNothingButTombstones() throws Exception {
    Block block = RandomBlocks.tombstones(300);
    Path file = write("dead.parquet", TestFiles.format("zstd"), List.of(block));
    assertThat(read("SELECT key, seq, op, value FROM " + table(file))).isEqualTo(block);
  }

  @Test
  void findsTheLiveRowsOfSeveralFiles() throws Exception {
    SplittableRandom random = new SplittableRandom(TestRun.seed("findsTheLiveRowsOfSeveralFiles"));
    TreeMap<Slice, Slice> model = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    long sequence = 1;
    for (int i = 0; i < 4; i++) {
      TreeMap<Slice, List<Change>> changes = new TreeMap<>();
      for (int j = 0; j < 3_000; j++) {
        Slice key = LongKeys.key(random.nextInt(2_000));
        boolean delete = random.nextInt(4) == 0;
        Slice value = delete ? Slice.EMPTY : Slice.utf8("v".repeat(random.nextInt(30)) + j);
        changes
            .computeIfAbsent(key, k -> new ArrayList<>())
            .add(0, new Change(sequence++, delete, value));
        if (delete) {
          model.remove(key);
        } else {
          model.put(key, value);
        }
      }
      files.add(
          write("part" + i + ".parquet", TestFiles.format("lz4", 700, 1 << 20), cut(changes)));
    }
    String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    TreeMap<Slice, Slice> rows = new TreeMap<>();
    query(
        "SELECT key, value FROM read_parquet(["
            + list
            + "]) QUALIFY row_number() OVER (PARTITION BY key ORDER BY seq DESC) = 1 AND op = 0",
        row -> rows.put(Slice.of(row.getBytes(1)), Slice.of(row.getBytes(2))));
    assertThat(rows).isEqualTo(model);
  }

  private record Change(long sequence, boolean delete, Slice value) {}

  private static List<Block> cut(Map<Slice, List<Change>> changes) {
    List<Block> blocks = new ArrayList<>();
    BlockBuilder builder = new BlockBuilder();
    changes.forEach(
        (key, versions) -> {
          for (Change change : versions) {
            EntryKind kind = change.delete ? EntryKind.DELETE : EntryKind.PUT;
            builder.append(key, change.sequence, kind, change.value);
            if (builder.count() == 128) {
              blocks.add(builder.build());
            }
          }
        });
    if (!builder.isEmpty()) {
      blocks.add(builder.build());
    }
    return blocks;
  }

  @Test
  void findsRowsByKey() throws Exception {
    List<Block> blocks = LongKeys.blocks(60, 100);
    Path file = write("keys.parquet", TestFiles.format("zstd", 1_000, 1 << 20), blocks);
    for (int number : new int[] {0, 1, 999, 1_000, 3_141, 5_999}) {
      Block row = read(select(file) + " WHERE key = " + blob(number));
      assertThat(row.count()).isEqualTo(1);
      assertThat(row.key(0)).isEqualTo(LongKeys.key(number));
      assertThat(row.sequence(0)).isEqualTo(1_000_000 - number);
    }
    Block range = read(select(file) + " WHERE key >= " + blob(2_950) + " AND key < " + blob(4_050));
    assertThat(range.count()).isEqualTo(1_100);
    assertThat(range.key(0)).isEqualTo(LongKeys.key(2_950));
    assertThat(range.key(1_099)).isEqualTo(LongKeys.key(4_049));
    List<Long> counts = new ArrayList<>();
    query(
        "SELECT count(*) FROM " + table(file) + " WHERE key = '\\x00'::BLOB",
        row -> counts.add(row.getLong(1)));
    assertThat(counts).containsExactly(0L);
  }

  private static String select(Path file) {
    return "SELECT key, seq, op, value FROM " + table(file);
  }

  private static String table(Path file) {
    return "read_parquet('" + file + "')";
  }

  private static String blob(int number) {
    StringBuilder text = new StringBuilder("'");
    for (byte octet : LongKeys.key(number).toByteArray()) {
      text.append(String.format("\\x%02X", octet));
    }
    return text.append("'::BLOB").toString();
  }

  private Path write(String name, ParquetFormat format, List<Block> blocks) throws IOException {
    return Files.write(
        directory.resolve(name), TestFiles.write(format, blocks).file().toByteArray());
  }

  private static Block joined(List<Block> blocks) {
    BlockBuilder builder = new BlockBuilder();
    blocks.forEach(block -> builder.append(block, 0, block.count()));
    return builder.build();
  }

  private static Block read(String sql) throws SQLException {
    BlockBuilder builder = new BlockBuilder();
    query(
        sql,
        row -> {
          byte[] key = row.getBytes(1);
          int op = row.getInt(3);
          byte[] value = row.getBytes(4);
          assertThat(value == null).as("no value of op %d", op).isEqualTo(op == 1);
          byte[] bytes = value == null ? new byte[0] : value;
          builder.append(key, 0, key.length, row.getLong(2), (byte) op, bytes, 0, bytes.length);
        });
    return builder.build();
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private static void query(String sql, Row reader) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }
}

package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.FilePin;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Table;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another engine reads the files in place and gets exactly the rows of this one. */
class DuckDbTest {
  @TempDir Path directory;

  @Test
  void readsTheLiveRowsOfATableWithUpdatesAndDeletes() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      for (int i = 0; i < 20_000; i++) {
        byte[] key = new byte[1 + random.nextInt(2)];
        random.nextBytes(key);
        if (random.nextInt(4) == 0) {
          table.delete(key);
        } else {
          byte[] value = new byte[random.nextInt(40)];
          random.nextBytes(value);
          table.put(key, value);
        }
      }
      db.flush();
      db.awaitIdle();
      db.pauseCompaction();
      table.put(bytes("last"), new byte[0]);
      db.flush();
      assertThat(table.stats().runs()).as("several runs").hasSizeGreaterThan(1);
      assertThat(duckDb(table)).as("seed %d", seed).isEqualTo(kodiak(table));
      db.resumeCompaction();
      db.compact();
      assertThat(duckDb(table)).as("seed %d, compacted", seed).isEqualTo(kodiak(table));
    }
  }

  private static Map<ByteBuffer, ByteBuffer> kodiak(Table table) {
    TreeMap<ByteBuffer, ByteBuffer> rows = new TreeMap<>();
    try (Scan scan = table.scan(KeyRange.all())) {
      while (scan.next()) {
        rows.put(ByteBuffer.wrap(scan.key()), ByteBuffer.wrap(scan.value()));
      }
    }
    return rows;
  }

  private static Map<ByteBuffer, ByteBuffer> duckDb(Table table) throws Exception {
    TreeMap<ByteBuffer, ByteBuffer> rows = new TreeMap<>();
    // A compaction must not take the files away between listing and reading them.
    try (FilePin pin = table.pinFiles(Duration.ofHours(1));
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT key, value FROM read_parquet(["
                        + pin.files().stream()
                            .map(file -> "'" + file.path() + "'")
                            .collect(Collectors.joining(","))
                        + "]) QUALIFY row_number() OVER (PARTITION BY key ORDER BY seq DESC) = 1"
                        + " AND op = 0")) {
      while (result.next()) {
        rows.put(ByteBuffer.wrap(blob(result, 1)), ByteBuffer.wrap(blob(result, 2)));
      }
    }
    return rows;
  }

  private static byte[] blob(ResultSet result, int column) throws SQLException {
    Blob blob = result.getBlob(column);
    return blob.length() == 0 ? new byte[0] : blob.getBytes(1, (int) blob.length());
  }
}

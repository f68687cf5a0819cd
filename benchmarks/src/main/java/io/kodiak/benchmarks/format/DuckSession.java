package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.Median;
import io.kodiak.benchmarks.workload.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * DuckDB scans files of the last level with several sizes of blocks, and a file of the same rows
 * that it wrote itself; in turns, each query warm. Lookups in the same files through the engine
 * show what larger blocks cost.
 */
final class DuckSession {
  /** How results name DuckDB's own file. */
  static final String NAME = "duckdb";

  /** The format that is measured. */
  static final String FORMAT = "parquet";

  /** Sizes of blocks of the last level, in KiB. */
  static final List<Integer> BLOCKS = List.of(16, 32, 64, 128, 256);

  /** How results name the files of the last level. */
  static final String SHAPE = "last-level";

  /** How many threads DuckDB may use. */
  static final List<Integer> THREADS = List.of(1, 2);

  private static final int WARM_UP = 2;

  /** The fewest lookups for each millisecond of warm-up, in the first file and in the others. */
  private static final int FIRST_LOOKUPS = 120;

  private static final int WARM_UP_LOOKUPS = 10;

  private final Path directory;
  private final Rows rows;
  private final int[] order;
  private final FormatSession.Effort effort;
  private final int repeats;

  DuckSession(Path directory, Rows rows, long seed, FormatSession.Effort effort, int repeats) {
    this.directory = directory;
    this.rows = rows;
    this.order = rows.order(seed + 1);
    this.effort = effort;
    this.repeats = repeats;
  }

  /** The operation of a scan. */
  static String operation(int threads) {
    return "scan-" + threads;
  }

  static String shape(int kibibytes) {
    return SHAPE + "-" + kibibytes + "k";
  }

  /** One file and what it is called. */
  private record Scanned(String subject, String shape, Path path) {}

  /** Measures everything. */
  void run(int round, Consumer<Figure> output) throws IOException {
    List<KodiakSubject> written = new ArrayList<>();
    Path copy = directory.resolve("copy.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      List<Scanned> files = new ArrayList<>();
      for (int kibibytes : BLOCKS) {
        KodiakSubject subject = write(kibibytes);
        written.add(subject);
        files.add(new Scanned(FORMAT, shape(kibibytes), subject.path()));
        size(round, output, files.get(files.size() - 1), subject.bytes());
        double nanos = lookUp(subject, files.size() == 1 ? FIRST_LOOKUPS : WARM_UP_LOOKUPS);
        output.accept(
            new Figure(FORMAT, shape(kibibytes), Operation.GET.key(), "", round, nanos, 0));
      }
      statement.execute(
          "COPY (SELECT key, seq, op, value FROM '"
              + files.get(0).path()
              + "') TO '"
              + copy
              + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 131072)");
      files.add(new Scanned(NAME, SHAPE, copy));
      size(round, output, files.get(files.size() - 1), Files.size(copy));
      for (int threads : THREADS) {
        statement.execute("SET threads = " + threads);
        scan(statement, files, threads, round, output);
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB failed: " + e.getMessage(), e);
    } finally {
      for (KodiakSubject subject : written) {
        subject.delete();
      }
      Files.deleteIfExists(copy);
    }
  }

  private static void size(int round, Consumer<Figure> output, Scanned file, long bytes) {
    output.accept(
        new Figure(file.subject(), file.shape(), Operation.SIZE.key(), "", round, bytes, 0));
  }

  /** With the format's defaults for the last level. */
  private KodiakSubject write(int kibibytes) throws IOException {
    KodiakSubject subject = new KodiakSubject(FORMAT, directory.resolve(kibibytes + "k"));
    subject.write(rows, Map.of(), kibibytes << 10, /* lastLevel= */ true);
    return subject;
  }

  private double lookUp(KodiakSubject subject, int warmUp) throws IOException {
    try (OpenedFile file = subject.open("", 0)) {
      // The compiler counts calls, not time, and on a busy machine it waits for its turn.
      lookUp(file, effort.warmupMillis(), warmUp * effort.warmupMillis());
      return lookUp(file, effort.measureMillis(), 0);
    }
  }

  private double lookUp(OpenedFile file, int millis, int least) throws IOException {
    int batch = Math.min(200, order.length);
    int at = 0;
    long operations = 0;
    long begin = System.nanoTime();
    long now;
    do {
      int from = at + batch > order.length ? 0 : at;
      Tally tally = new Tally();
      file.lookUp(rows, order, from, from + batch, tally);
      tally.check(rows.some(order, from, from + batch), "lookups");
      at = from + batch;
      operations += batch;
      now = System.nanoTime();
    } while (now - begin < millis * 1_000_000L || operations < least);
    return (double) (now - begin) / operations;
  }

  private void scan(
      Statement statement, List<Scanned> files, int threads, int round, Consumer<Figure> output)
      throws SQLException {
    Map<Scanned, List<Stopwatch>> times = new LinkedHashMap<>();
    for (int i = -WARM_UP; i < repeats; i++) {
      for (Scanned file : files) {
        Stopwatch time = new Stopwatch();
        query(statement, file.path());
        time.stop();
        if (i >= 0) {
          times.computeIfAbsent(file, one -> new ArrayList<>()).add(time);
        }
      }
    }
    times.forEach(
        (file, list) ->
            output.accept(
                new Figure(
                    file.subject(),
                    file.shape(),
                    operation(threads),
                    "",
                    round,
                    Median.of(list.stream().mapToDouble(Stopwatch::wallNanos).toArray()),
                    Median.of(list.stream().mapToDouble(Stopwatch::cpuNanos).toArray()))));
  }

  /** Reads all four columns; the lengths, the count and the sequences are known. */
  private void query(Statement statement, Path file) throws SQLException {
    String sql =
        "SELECT count(*), sum(octet_length(key)), sum(octet_length(value)), sum(seq), sum(op),"
            + " min(key), max(key), min(value), max(value) FROM '"
            + file
            + "'";
    long count = rows.count();
    try (ResultSet row = statement.executeQuery(sql)) {
      boolean right =
          row.next()
              && row.getLong(1) == count
              && row.getLong(2) == count * Rows.KEY_BYTES
              && row.getLong(3) == count * Rows.VALUE_BYTES
              && row.getLong(4) == count * (count + 1) / 2
              && row.getLong(5) == 0
              && rows.isKey(0, row.getBytes(6))
              && rows.isKey(rows.count() - 1, row.getBytes(7));
      if (!right) {
        throw new SQLException("it finds other rows in " + file);
      }
    }
  }
}

package io.kodiak.cli;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.database.TableStats;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Has another program read the files of a table. */
final class DemoQuery {
  private final Shell shell;
  private final DemoPage page;

  DemoQuery(Shell shell, DemoPage page) {
    this.shell = shell;
    this.page = page;
  }

  /**
   * Counts the live rows with DuckDB.
   *
   * @param rows how many rows Kodiak itself counts
   */
  void run(TreeListing tree, TableStats stats, long rows) throws IOException {
    page.section("Read the same files with DuckDB");
    try (DuckDb duckDb = DuckDb.find(shell.home())) {
      if (duckDb == null) {
        page.row(
            "left out", "put the jar of org.duckdb:duckdb_jdbc into the folder demo/ of Kodiak");
        return;
      }
      List<Path> files = files(tree, stats);
      page.row("SELECT key, value", "FROM read_parquet([... " + files.size() + " files ...])");
      page.row("QUALIFY", "row_number() OVER (PARTITION BY key ORDER BY seq DESC) = 1 AND op = 0");
      String live = DuckDb.liveRows(files);
      long start = System.nanoTime();
      long counted =
          Long.parseLong(duckDb.rows("SELECT count(*) FROM (" + live + ")").get(0).get(0));
      page.row("rows, says DuckDB", Figures.count(counted) + "   " + since(start));
      page.row("rows, says Kodiak", Figures.count(rows));
      if (counted != rows) {
        throw new IOException("DuckDB counts " + counted + " rows, Kodiak " + rows);
      }
      topCountries(duckDb, live);
    } catch (SQLException e) {
      throw new IOException("DuckDB cannot read the files: " + e.getMessage(), e);
    }
  }

  private void topCountries(DuckDb duckDb, String live) throws SQLException {
    List<String> countries = new ArrayList<>();
    String query =
        "SELECT split_part(decode(key), '/', 1) AS country, count(*) AS cities FROM ("
            + live
            + ") GROUP BY country ORDER BY cities DESC, country LIMIT 5";
    long start = System.nanoTime();
    for (List<String> row : duckDb.rows(query)) {
      countries.add(row.get(0) + " " + Figures.count(Long.parseLong(row.get(1))));
    }
    page.row("most cities", String.join(", ", countries) + "   " + since(start));
  }

  private static String since(long start) {
    return "(" + Figures.time(System.nanoTime() - start) + ")";
  }

  private static List<Path> files(TreeListing tree, TableStats stats) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Run run : stats.runs()) {
      for (SSTableMeta table : run.tables()) {
        Path file = tree.dataFile(table);
        if (file == null) {
          throw new IOException("the data file of SSTable " + table.id() + " is gone");
        }
        files.add(file);
      }
    }
    return files;
  }
}

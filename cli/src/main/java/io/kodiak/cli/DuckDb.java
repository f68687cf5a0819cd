package io.kodiak.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, as an independent reader of SSTables. It is no part of the library or of the zip: its
 * driver lies in the folder {@code demo} of the installation, or on the class path of tests.
 */
final class DuckDb implements Closeable {
  private static final String DRIVER = "org.duckdb.DuckDBDriver";

  private final @Nullable URLClassLoader loader;
  private final Connection connection;

  private DuckDb(@Nullable URLClassLoader loader, Connection connection) {
    this.loader = loader;
    this.connection = connection;
  }

  /** The reader; {@code null} when its driver is not here. */
  static @Nullable DuckDb find(@Nullable Path home) throws IOException, SQLException {
    List<URL> jars = jars(home);
    URLClassLoader loader =
        jars.isEmpty()
            ? null
            : new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Driver driver = driver(loader == null ? DuckDb.class.getClassLoader() : loader);
    if (driver == null) {
      return null;
    }
    return new DuckDb(loader, driver.connect("jdbc:duckdb:", new Properties()));
  }

  private static List<URL> jars(@Nullable Path home) throws IOException {
    List<URL> jars = new ArrayList<>();
    Path folder = home == null ? null : home.resolve("demo");
    if (folder != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path file : files) {
          jars.add(file.toUri().toURL());
        }
      }
    }
    return jars;
  }

  private static @Nullable Driver driver(ClassLoader loader) {
    try {
      Object driver = Class.forName(DRIVER, true, loader).getDeclaredConstructor().newInstance();
      return (Driver) driver;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** The documented query for the live rows of a table, given all its files. */
  static String liveRows(List<Path> files) {
    String list =
        files.stream()
            .map(file -> "'" + file.toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", ", "[", "]"));
    return "SELECT key, value FROM read_parquet("
        + list
        + ")"
        + " QUALIFY row_number() OVER (PARTITION BY key ORDER BY seq DESC) = 1 AND op = 0";
  }

  /** The rows of a query, each with its columns as text. */
  List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    if (loader != null) {
      loader.close();
    }
  }
}

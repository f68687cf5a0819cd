package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands within this process, on a database of the test's own. */
abstract class CliFixture {
  @TempDir Path folder;

  final Map<String, String> environment = new HashMap<>();
  final Map<String, String> properties = new HashMap<>();

  private String stdin = "";

  /** What a command left behind. */
  record Outcome(int code, String out, String err) {}

  @BeforeEach
  void configure() throws IOException {
    // A log of 64 MiB, made for every command, is the longest part of a test that does so little.
    write("kodiak.conf", "kodiak { directory = db, wal { segment-size = 1 MiB, sync = never } }");
  }

  final Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Has DuckDB write the rows of a query to a Parquet file. */
  final Path copy(String name, String query, String options) throws SQLException {
    Path file = folder.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet" + options + ")");
    }
    return file;
  }

  final void stdin(String text) {
    stdin = text;
  }

  /** Runs a command with the configuration of the test. */
  final Outcome kodiak(String... args) {
    List<String> all = new ArrayList<>(List.of("-c", folder.resolve("kodiak.conf").toString()));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  /** Runs a command as it is. */
  final Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        Shell.of(
            new ByteArrayInputStream(stdin.getBytes(UTF_8)),
            out,
            err,
            environment::get,
            properties::get);
    int code = Main.run(shell, args);
    return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The output of a command that has to succeed. */
  final String ok(String... args) {
    Outcome outcome = kodiak(args);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }

  /**
   * What a command says on standard error when it has to fail with that code, and print nothing.
   */
  final String fails(int code, String... args) {
    Outcome outcome = kodiak(args);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("kodiak: ").doesNotContain("\tat ");
    return outcome.err();
  }
}

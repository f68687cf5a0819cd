package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that turn out to be damaged while their rows are shown, and output that nobody reads. */
class ColumnarFailuresTest extends CliFixture {
  /** A file whose footer is whole, with one byte of a page changed. */
  private Path damaged() throws IOException {
    write("kodiak.conf", "kodiak { directory = db, wal { segment-size = 8 MiB, sync = never } }");
    Random random = new Random(1);
    try (Database database = Kodiak.open(folder.resolve("kodiak.conf"))) {
      Table table = database.table("from");
      for (int i = 0; i < 1000; i++) {
        byte[] value = new byte[1000];
        random.nextBytes(value);
        table.put("k%04d".formatted(i).getBytes(UTF_8), value);
      }
    }
    Path file = folder.resolve("rows.parquet");
    ok("export", file.toString(), "-t", "from", "--compression", "none");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    return Files.write(file, bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void damageOfRowsIsAnErrorThatNamesTheFile(boolean json) throws IOException {
    String file = damaged().toString();
    assertThat(ok("inspect", file, "--json")).as("the footer").contains("\"rows\" : 1000");
    Outcome outcome =
        json
            ? kodiak("inspect", file, "--json", "--rows", "1000")
            : kodiak("inspect", file, "--rows", "1000");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.err()).startsWith("kodiak: " + file + ": ").doesNotContain("\tat ");
    assertThat(outcome.out().strip()).as("no whole object").doesNotMatch("(?s).*]\\s*}");
  }

  @Test
  void outputThatNobodyReadsIsNoFailureAndHidesNone() throws Exception {
    Path whole = copy("w.parquet", "SELECT i AS k FROM range(100000) t(i)", "");
    assertThat(unread("inspect", whole.toString(), "--json", "--rows", "100000"))
        .isEqualTo(new Outcome(0, "", ""));
    assertThat(unread("inspect", whole.toString(), "--rows", "100000"))
        .isEqualTo(new Outcome(0, "", ""));
    Outcome failed = unread("inspect", damaged().toString(), "--rows", "1");
    assertThat(failed.code()).as(failed.err()).isEqualTo(3);
    assertThat(failed.err()).contains("rows.parquet: ").doesNotContain("\tat ");
  }

  /** Runs a command whose standard output fails. */
  private Outcome unread(String... args) {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        Shell.of(
            new ByteArrayInputStream(new byte[0]), closed, err, environment::get, properties::get);
    int code = Main.run(shell, args);
    return new Outcome(code, "", err.toString(UTF_8));
  }
}

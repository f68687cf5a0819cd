package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoCommandTest extends CliFixture {
  @Test
  void showsEverythingAndLeavesTheDatabase() throws IOException {
    // As in an installation: the examples lie beside the configuration.
    properties.put("kodiak.home", Path.of("..").toAbsolutePath().normalize().toString());
    Path target = folder.resolve("demo");
    Outcome outcome = run("-d", target.toString(), "demo");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    String out = outcome.out().replaceAll(" +", " ");
    assertThat(out)
        .contains(" cities.csv.gz 171,075 ")
        .contains(" US/Springfield/ 20 ")
        .contains(" get now (none)\n")
        .contains(" get at the snapshot {\"id\":\"FR/Lyon/84\"")
        .contains(" rows before, rows now 171,060, 171,060\n")
        .containsPattern("level [0-9] 1 run")
        .contains(".parquet ")
        .contains(" rows, says DuckDB 171,060 ")
        .contains(" rows, says Kodiak 171,060\n")
        .contains(" most cities US 17,343, ")
        .contains(target.toString());
    Outcome again =
        run(
            "-c",
            folder.resolve("kodiak.conf").toString(),
            "-d",
            target.toString(),
            "-t",
            "cities",
            "get",
            "US/Springfield/IL");
    assertThat(again.out()).contains("\"region\":\"Illinois\"");
  }

  @Test
  void takesNoFolderThatHoldsAnything() throws IOException {
    properties.put("kodiak.home", Path.of("..").toAbsolutePath().normalize().toString());
    Path precious = write("precious.txt", "data");
    Outcome outcome = run("-d", folder.toString(), "demo");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(folder + " is not empty");
    assertThat(Files.readString(precious)).isEqualTo("data");
  }

  @Test
  void saysWhenTheExampleIsMissing() {
    properties.put("kodiak.home", folder.toString());
    Outcome outcome = run("demo");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the example is not there");
  }
}

package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.cli.Distribution.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command does its job when started as a user starts it. */
class CommandsIT {
  @TempDir static Path folder;
  private static Distribution distribution;

  @TempDir Path work;

  @BeforeAll
  static void unpack() {
    distribution = Distribution.unpack(folder);
  }

  private Outcome kodiak(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-d", "data"));
    all.addAll(List.of(arguments));
    return distribution.run(work, all.toArray(String[]::new));
  }

  private String output(String... arguments) throws Exception {
    Outcome outcome = kodiak(arguments);
    assertThat(outcome.exitCode()).as(String.join(" ", arguments) + outcome).isZero();
    return outcome.stdout();
  }

  @Test
  void saysItsVersion() throws Exception {
    Outcome outcome = distribution.run(work, "--version");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.stdout()).contains("0.1.0");
    assertThat(outcome.stderr()).isEmpty();
  }

  @Test
  void keepsWhatWasPut() throws Exception {
    output("put", "a", "1");
    output("put", "b", "2");
    output("put", "käse", "größe");
    assertThat(output("get", "a")).isEqualToIgnoringNewLines("1");
    assertThat(output("get", "käse")).isEqualToIgnoringNewLines("größe");
    output("delete", "a");
    Outcome absent = kodiak("get", "a");
    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.stdout()).isEmpty();
    output("flush");
    output("compact");
    assertThat(output("scan", "--keys-only").lines()).containsExactly("b", "käse");
    assertThat(output("scan", "--keys-only", "--reverse").lines()).containsExactly("käse", "b");
    assertThat(output("verify")).isNotBlank();
    assertThat(output("stats", "--json")).startsWith("{").contains("default");
  }

  @Test
  void writesAndReadsColumnarFiles() throws Exception {
    output("put", "a", "1");
    for (String file : List.of("x.parquet", "x.orc", "x.arrow", "x.arrows")) {
      output("export", file);
      assertThat(output("inspect", file, "--rows", "1"))
          .contains("key", "value")
          .endsWith("a\t1\n");
      assertThat(output("-t", "t", "ingest", file, "--key", "key")).startsWith("1 row ingested");
      Outcome outcome = kodiak("inspect", file);
      assertThat(outcome.stderr()).as("neither warnings nor logs").isEmpty();
    }
    assertThat(output("-t", "t", "scan")).isEqualTo("a\t1\n");
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("data", "x.parquet", "x.orc", "x.arrow", "x.arrows");
    }
  }

  @Test
  void aPauseLastsFromOneProcessToTheNext() throws Exception {
    output("put", "a", "1");
    output("put", "b", "2");
    output("compact", "default", "--from", "a", "--to", "b", "--level", "2");
    assertThat(output("explain")).contains("table  default").contains("next   nothing");
    output("compaction", "pause");
    assertThat(output("compaction", "status")).startsWith("compaction  PAUSED since ");
    assertThat(output("explain")).contains("WARN   compaction is paused since ");
    Outcome refused = kodiak("compact");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.stderr()).contains("paused").contains("kodiak compaction resume");
    output("compaction", "resume");
    output("compact");
    assertThat(output("scan")).isEqualTo("a\t1\nb\t2\n");
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    Outcome outcome = kodiak("gat", "a");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).contains("gat", "--help");
  }
}

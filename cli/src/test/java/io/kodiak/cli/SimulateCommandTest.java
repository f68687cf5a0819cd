package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SimulateCommandTest extends CliFixture {
  private Path leveled;
  private Path tiered;
  private Path workload;

  @BeforeEach
  void describe() throws IOException {
    leveled = write("leveled.conf", configuration("leveled"));
    tiered = write("tiered.conf", configuration("tiered"));
    workload = write("spec.conf", "workload { keys = 1e6, writes = 2e7 }");
  }

  private static String configuration(String policy) {
    return """
        kodiak {
          directory = db
          table-defaults { compaction.policy = %s, memtable.flush-size = 16 MiB }
          tables.odd { compaction.policy = unified }
        }
        """
        .formatted(policy);
  }

  private Outcome simulate(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "simulate";
    all[1] = "--workload";
    all[2] = workload.toString();
    System.arraycopy(args, 0, all, 3, args.length);
    return run(all);
  }

  private static String output(Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }

  @Test
  void aTableHasARowForEachConfiguration() {
    String out = output(simulate("-c", leveled.toString(), "--config", tiered.toString()));
    assertThat(out)
        .startsWith("workload  20,000,000 writes to 1,000,000 keys, uniform, 2.2 GiB in all\n")
        .contains(
            "machine   writers 16.0 MiB/s, a flush 128 MiB/s, a thread that compacts 64.0 MiB/s");
    assertThat(out.replaceAll(" +", " "))
        .contains("\nconfiguration policy write read space at worst files held back throughput\n")
        .containsPattern(
            """

            leveled.conf leveled FIGURES
            tiered.conf tiered FIGURES
            """
                .replace(
                    "FIGURES", "[0-9.]+ [0-9.]+ [0-9.]+ [0-9.]+ [0-9]+ [0-9.]+ % [0-9.]+ MiB/s"));
    assertThat(folder.resolve("db")).doesNotExist();
  }

  @Test
  void theOrderOfTheOptionsDoesNotMatter() {
    Outcome around = run("-c", leveled.toString(), "simulate", "-w", workload.toString());
    assertThat(output(around)).contains("\nleveled.conf ");
    Outcome both =
        run(
            "-c",
            leveled.toString(),
            "simulate",
            "-w",
            workload.toString(),
            "-c",
            tiered.toString());
    assertThat(output(both)).contains("\nleveled.conf ", "\ntiered.conf ");
  }

  @Test
  void filesOfTheSameNameAreToldApart() throws IOException {
    Files.createDirectories(folder.resolve("a/x"));
    Files.createDirectories(folder.resolve("b/x"));
    String a = write("a/x/kodiak.conf", configuration("leveled")).toString();
    String b = write("b/x/kodiak.conf", configuration("tiered")).toString();
    assertThat(output(simulate("-c", a, "-c", b, "-c", a, "-c", leveled.toString())))
        .contains(
            "\na/x/kodiak.conf      leveled ",
            "\nb/x/kodiak.conf      tiered ",
            "\na/x/kodiak.conf (2)  leveled ",
            "\nleveled.conf         leveled ");
  }

  @Test
  void withoutAConfigurationItIsTheDefaults() {
    assertThat(output(simulate())).contains("\nthe defaults   leveled ");
  }

  @Test
  void aTableMayHaveItsOwnPolicy() {
    assertThat(output(simulate("-c", leveled.toString(), "-t", "odd")))
        .contains("\nleveled.conf   unified ");
    assertThat(simulate("-t", "No Table").err()).contains("\"No Table\" is not a table name");
  }

  @Test
  void jsonHasEveryFigure() throws IOException {
    String out = output(simulate("-c", leveled.toString(), "-c", tiered.toString(), "--json"));
    try (JsonParser json = new JsonFactory().createParser(out)) {
      while (json.nextToken() != null) {
        // Reading it to its end is the check: it is one value, and well formed.
      }
    }
    assertThat(out.replaceAll("\\s+", ""))
        .startsWith(
            "{\"workload\":{\"distribution\":\"uniform\",\"keys\":1000000,\"theta\":0.99,"
                + "\"writes\":20000000,\"bytes\":2320000000,\"keySize\":16,\"valueSize\":100,")
        .contains(
            "\"table\":\"default\",\"predictions\":[{\"config\":\"leveled.conf\",\"policy\":\"leveled\","
                + "\"writeAmplification\":")
        .contains("{\"config\":\"tiered.conf\",\"policy\":\"tiered\",")
        .contains("\"samples\":[{\"bytes\":");
  }

  @Test
  void theChartIsAPictureWithALineForEachConfiguration() throws Exception {
    Path picture = folder.resolve("chart.svg");
    write("chart.svg", "what was there before");
    String[] args = {
      "-c", leveled.toString(), "-c", tiered.toString(), "--svg", picture.toString()
    };
    output(simulate(args));
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(4);
    String text = document.getDocumentElement().getTextContent();
    assertThat(text)
        .contains(
            "leveled.conf, leveled: write ",
            "tiered.conf, tiered: write ",
            "written by users, MiB",
            "bytes written to files for each of yours",
            "20,000,000 writes to 1,000,000 keys");
    String first = Files.readString(picture);
    output(simulate(args));
    assertThat(Files.readString(picture)).as("drawn again").isEqualTo(first);
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() throws IOException {
    workload = write("spec.conf", "workload {\n  keys = 1e6\n  writs = 2e7\n}");
    Outcome outcome = simulate("-c", leveled.toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().replace(folder + "/", ""))
        .startsWith("kodiak: 2 problems in the workload:\nspec.conf:1  writes: how much is written")
        .contains("spec.conf:3  writs: unknown key. Did you mean \"writes\"?");
    Outcome unknown = simulate("-c", write("bad.conf", "kodiak { directry = x }").toString());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("bad.conf:1  directry: unknown key");
    assertThat(run("simulate").err()).contains("Missing required option: '--workload=FILE'");
    workload = folder.resolve("nowhere.conf");
    assertThat(simulate().err()).contains("nowhere.conf  there is no such file");
  }

  @Test
  void onlySimulateTakesSeveralConfigurations() {
    for (List<String> command :
        List.of(List.of("stats"), List.of("config", "check"), List.of("compaction", "status"))) {
      String[] args = {"-c", leveled.toString(), "-c", tiered.toString()};
      String[] all = Stream.concat(Arrays.stream(args), command.stream()).toArray(String[]::new);
      Outcome outcome = run(all);
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err())
          .startsWith(
              "kodiak: -c, --config was given 2 times; only simulate takes several configurations\n");
    }
    assertThat(run("config", "-c", leveled.toString(), "check", "-c", tiered.toString()).code())
        .isEqualTo(2);
  }
}

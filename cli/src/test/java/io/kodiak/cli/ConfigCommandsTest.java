package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigCommandsTest extends CliFixture {
  @Test
  void showPrintsAConfigurationThatMeansTheSame() throws IOException {
    String shown = ok("config", "show");
    assertThat(shown)
        .startsWith("kodiak {\n")
        .contains("# " + folder.resolve("kodiak.conf") + ":1")
        .contains("type = b-skiplist");
    Path copy = write("copy.conf", shown);
    Outcome again = run("-c", copy.toString(), "config", "show");
    assertThat(again.out().replaceAll(" +#.*", "")).isEqualTo(shown.replaceAll(" +#.*", ""));
    assertThat(folder.resolve("db")).doesNotExist();
  }

  @Test
  void showPrintsJson() {
    assertThat(ok("config", "show", "--json"))
        .contains(
            "{\"path\":\"kodiak.table-defaults.memtable.type\",\"value\":\"b-skiplist\","
                + "\"origin\":\"default\"}\n");
  }

  @Test
  void optionsHaveAnOriginAsWell() {
    String elsewhere = folder.resolve("elsewhere").toString();
    assertThat(ok("-d", elsewhere, "config", "show"))
        .containsPattern("directory = \"" + elsewhere + "\" +# option --directory\n");
  }

  @Test
  void checkSaysThatAllIsWell() {
    assertThat(ok("config", "check")).isEqualTo(folder.resolve("kodiak.conf") + ": ok\n");
  }

  @Test
  void checkReportsEveryProblem() throws IOException {
    write(
        "kodiak.conf",
        "kodiak {\n  wal.sinc = always\n  table-defaults.memtable.type = skiplst\n}");
    assertThat(fails(2, "config", "check").replace(folder + "/", ""))
        .startsWith(
            """
            kodiak: 2 problems in the configuration:
            kodiak.conf:2  wal.sinc: unknown key. Did you mean "sync"?
            """)
        .contains(
            "kodiak.conf:3  memtable.type = \"skiplst\": no such memtable. Did you mean \"skiplist\"?")
        .contains("known: ");
    assertThat(fails(2, "get", "a")).contains("2 problems in the configuration");
  }

  @Test
  void theInstallationHasAConfiguration() throws IOException {
    Files.createDirectories(folder.resolve("home/conf"));
    Path conf = write("home/conf/kodiak.conf", "kodiak { directory = ../data }");
    environment.put("KODIAK_HOME", folder.resolve("home").toString());
    assertThat(run("config", "check").out()).isEqualTo(conf + ": ok\n");
    assertThat(run("config", "show").out())
        .contains("directory = \"" + folder.resolve("home/data") + "\"");
    properties.put("kodiak.home", folder.resolve("nowhere").toString());
    assertThat(run("config", "check").out()).isEqualTo("the defaults: ok\n");
  }

  @Test
  void pluginsAreListedWithTheirSettings() {
    assertThat(ok("plugins"))
        .contains("memtable\n  b-skiplist ", "\n  skiplist ", "\n  vector ")
        .contains("SSTable format\n")
        .contains("  parquet ")
        .contains("compression = ")
        .contains("compaction policy\n  leveled ");
    assertThat(ok("plugins", "--json").replaceAll("\\s+", ""))
        .contains("{\"kind\":\"memtable\",\"name\":\"skiplist\",\"module\":")
        .contains("{\"key\":\"fanout\",\"values\":\"awholenumberfrom2to100\",\"default\":\"10\"}");
  }

  @Test
  void pluginsThatFailedAreListedAndDoNoHarm() throws IOException {
    Files.createDirectory(folder.resolve("plugins"));
    Path jar = write("plugins/broken.jar", "this is no jar");
    write("kodiak.conf", "kodiak { directory = db, plugins.directory = plugins }");
    assertThat(ok("plugins")).contains("not loaded\n").contains(jar.toString());
    assertThat(ok("plugins", "--json")).contains("\"provider\" : \"" + jar + "\"");
    Outcome check = kodiak("config", "check");
    assertThat(check.code()).isZero();
    assertThat(check.err()).contains("kodiak: plug-in not loaded: " + jar);
  }

  @Test
  void helpAndUsage() {
    Outcome help = run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: kodiak").contains("demo").contains("Exit code: 0 ok");
    assertThat(run("--version").out()).startsWith("kodiak ");
    Outcome typo = run("gett", "a");
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.out()).isEmpty();
    assertThat(typo.err()).contains("Did you mean: kodiak get").contains("--help");
    assertThat(run().code()).isEqualTo(2);
    assertThat(run("config").code()).isEqualTo(2);
    assertThat(run("get").err()).contains("KEY");
    for (String command :
        "demo put get delete scan import stats plugins verify flush compact config"
            .split(" ", -1)) {
      assertThat(run(command, "--help").out()).startsWith("Usage: kodiak " + command);
    }
  }

  @Test
  void stackTracesAreShownOnlyWhenAskedFor() {
    assertThat(kodiak("get", "a").err()).doesNotContain("\tat ");
    environment.put("KODIAK_DEBUG", "1");
    assertThat(kodiak("get", "a").err()).contains("\tat io.kodiak.cli");
  }
}

package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.cli.Distribution.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application embeds the jars of the distribution, on the module path and on the class path,
 * with a plug-in that a third party compiled against the api alone.
 */
class EmbeddedIT {
  /** Where the application's JVM finds its classes. */
  enum Place {
    MODULE_PATH,
    CLASS_PATH
  }

  @TempDir static Path folder;
  private static Distribution distribution;
  private static Path application;
  private static Path plugins;

  @TempDir Path work;

  @BeforeAll
  static void install() throws IOException {
    distribution = Distribution.unpack(Files.createDirectory(folder.resolve("zip")));
    application = folder.resolve("app.jar");
    ThirdParty.buildApplication(distribution, application);
    plugins = distribution.home().resolve("plugins");
    // Beside its plug-in, the folder of a distribution holds a README.
    assertThat(plugins.resolve("README.md")).isRegularFile();
    ThirdParty.buildPlugin(distribution, folder.resolve("acme-map.jar"));
    Files.copy(folder.resolve("acme-map.jar"), plugins.resolve("acme-map.jar"));
  }

  private Outcome app(Place place, String... arguments) throws Exception {
    Path lib = distribution.home().resolve("lib");
    List<String> options =
        switch (place) {
          case MODULE_PATH ->
              List.of(
                  "-p",
                  lib + File.pathSeparator + application,
                  "-m",
                  "com.acme.app/com.acme.app.App");
          case CLASS_PATH ->
              List.of(
                  "-cp", lib.resolve("*") + File.pathSeparator + application, "com.acme.app.App");
        };
    List<String> all = new ArrayList<>();
    all.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    all.addAll(options);
    all.addAll(List.of(arguments));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Distribution.run(java, work, Map.of(), all.toArray(String[]::new));
  }

  private Path configuration(String name, String table) throws IOException {
    String text =
        """
        kodiak {
          directory = data
          plugins.directory = "%s"
          table-defaults { %s }
        }
        """;
    return Files.writeString(work.resolve(name), text.formatted(plugins, table));
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsData(Place place) throws Exception {
    String conf = configuration("kodiak.conf", "").toString();
    String path = place.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    assertThat(app(place, conf, "put", "key", "value").stdout().lines()).containsExactly(path);
    assertThat(app(place, conf, "get", "key").stdout().lines()).containsExactly(path, "value");
    assertThat(app(place, conf, "flush").exitCode()).isZero();
    assertThat(app(place, conf, "get", "key").stdout().lines()).containsExactly(path, "value");
  }

  @ParameterizedTest
  @EnumSource
  void usesThePluginFromTheFolder(Place place) throws Exception {
    String acme =
        configuration("acme.conf", "memtable { type = acme-map, acme-map { greeting = goodday } }")
            .toString();
    Outcome put = app(place, acme, "put", "key", "value");
    assertThat(put.stderr()).contains("acme-map says goodday");
    assertThat(put.exitCode()).isZero();
    assertThat(app(place, acme, "get", "key").stdout().lines()).endsWith("value");
    assertThat(app(place, acme, "flush").exitCode()).isZero();

    // What the plug-in wrote is ordinary data: another memtable takes over.
    String usual = configuration("kodiak.conf", "").toString();
    Outcome get = app(place, usual, "get", "key");
    assertThat(get.stderr()).doesNotContain("acme-map says");
    assertThat(get.stdout().lines()).endsWith("value");
  }

  @ParameterizedTest
  @EnumSource
  void namesThePluginThatIsMissing(Place place) throws Exception {
    String conf = configuration("kodiak.conf", "memtable.type = acme-mop").toString();
    Outcome outcome = app(place, conf, "get", "key");
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.stderr())
        .contains("kodiak.conf:4", "acme-mop", "Did you mean \"acme-map\"?", "skiplist");
    assertThat(work.resolve("data")).doesNotExist();
  }
}

package io.kodiak.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PluginFolderTest extends ConfigFixture {
  private static final String SERVICE = "META-INF/services/io.kodiak.api.MemtableProvider";
  private Path plugins;

  @BeforeEach
  void makeFolder() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
  }

  private EngineBuilder engine(String memtable) throws IOException {
    return Kodiak.builder()
        .file(
            write(
                "kodiak.conf",
                """
                kodiak {
                  directory = data
                  wal.segment-size = 1 MiB
                  plugins.directory = plugins
                  table-defaults.memtable.type = %s
                }
                """
                    .formatted(memtable)));
  }

  private PluginJar jar() {
    return new PluginJar(folder.resolve("work"));
  }

  private PluginJar plain(String packageName, String name, String body) {
    return jar()
        .source(packageName + "/P.java", PluginJar.provider(packageName, name, body))
        .resource(SERVICE, packageName + ".P");
  }

  @Test
  void theExampleIsFoundAndUsed() throws IOException {
    Path example = Path.of("..", "examples", "plugin", "src", "main");
    jar()
        .tree(example.resolve("java"), true)
        .tree(example.resolve("resources"), false)
        .pack(plugins.resolve("acme-treemap.jar"));
    EffectiveConfiguration configuration = engine("acme-treemap").check();
    assertThat(shown(configuration, "type")).startsWith("type = acme-treemap");
    assertThat(shown(configuration, "fair")).isEqualTo("fair = false # default");
    for (int round = 0; round < 3; round++) {
      try (Database db = configuration.open()) {
        Table table = db.table("t");
        table.put(("key" + round).getBytes(UTF_8), "value".getBytes(UTF_8));
        assertThat(table.get("key0".getBytes(UTF_8))).isEqualTo("value".getBytes(UTF_8));
        assertThat(table.stats().memtable()).isEqualTo("acme-treemap");
        if (round == 1) {
          table.flush();
        }
      }
    }
    assertThat(Kodiak.builder().pluginFolder(plugins).plugins().installed())
        .filteredOn(plugin -> plugin.name().equals("acme-treemap"))
        .singleElement()
        .satisfies(
            plugin -> {
              assertThat(plugin.module()).isEqualTo("com.acme.treemap");
              assertThat(plugin.location())
                  .isEqualTo(plugins.resolve("acme-treemap.jar").toString());
              assertThat(plugin.settings())
                  .containsExactly(
                      new InstalledPlugin.PluginSetting("fair", "true | false", "false"));
            });
  }

  @Test
  void aJarWithoutAModuleDescriptorIsFound() throws IOException {
    plain("acme", "acme-plain", "").pack(plugins.resolve("acme-plain-1.0.jar"));
    assertThat(shown(engine("acme-plain").check(), "answer")).isEqualTo("answer = 42 # default");
  }

  @Test
  void defaultsShippedWithAPluginCountBelowEverythingElse() throws IOException {
    String defaults =
        "kodiak.table-defaults.memtable.acme-plain.answer = 7\nkodiak.directory = ignored";
    plain("acme", "acme-plain", "")
        .resource("reference.conf", defaults)
        .pack(plugins.resolve("acme.jar"));
    EffectiveConfiguration configuration = engine("acme-plain").check();
    assertThat(shown(configuration, "answer")).isEqualTo("answer = 7 # default");
    assertThat(configuration.directory()).isEqualTo(folder.resolve("data"));
    EngineBuilder set = engine("acme-plain").set("table-defaults.memtable.acme-plain.answer", 8);
    assertThat(shown(set.check(), "answer")).isEqualTo("answer = 8 # builder");
  }

  @Test
  void eachSubFolderHasItsOwnLibraries() throws IOException {
    for (String version : new String[] {"one", "two"}) {
      Path home = plugins.resolve("acme-" + version);
      Path library =
          jar()
              .source(
                  "lib/Lib.java",
                  "package lib; public class Lib { public static String name() { return \"acme-"
                      + version
                      + "\"; } }")
              .pack(home.resolve("lib.jar"));
      String source =
          PluginJar.provider("acme" + version, "x", "").replace("\"x\"", "lib.Lib.name()");
      jar()
          .library(library)
          .source("acme" + version + "/P.java", source)
          .resource(SERVICE, "acme" + version + ".P")
          .pack(home.resolve("plugin.jar"));
    }
    engine("acme-one").check();
    engine("acme-two").check();
  }

  @Test
  void aCopyOfTheApiDoesNoHarm() throws IOException {
    Path home = plugins.resolve("acme");
    plain("acme", "acme-plain", "").pack(home.resolve("plugin.jar"));
    Path api = PluginJar.api();
    if (Files.isDirectory(api)) {
      packFolder(api, home.resolve("kodiak-api.jar"));
    } else {
      Files.copy(api, home.resolve("kodiak-api.jar"));
    }
    engine("acme-plain").check();
  }

  private static void packFolder(Path classes, Path jar) throws IOException {
    ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "--create",
            "--file",
            jar.toString(),
            "-C",
            classes.toString(),
            ".");
  }

  @Test
  void whatIsBrokenIsNamedOnlyWhereItIsMissing() throws IOException {
    Files.writeString(plugins.resolve("acme-broken.jar"), "no jar");
    plain("old", "acme-old", "").pack(plugins.resolve("ignored.txt"));
    plain("acme", "acme-failing", "public P() { throw new IllegalStateException(\"no licence\"); }")
        .pack(plugins.resolve("acme-failing.jar"));
    jar()
        .source(
            "old/P.java",
            PluginJar.provider("old", "acme-old", "").replace("SpiVersion.CURRENT", "9"))
        .resource(SERVICE, "old.P")
        .pack(plugins.resolve("acme-old.jar"));
    jar().resource(SERVICE, "missing.P").resource("x", "").pack(plugins.resolve("acme-empty.jar"));
    assertThat(engine("b-skiplist").check().failedPlugins())
        .extracting(FailedPlugin::location)
        .map(location -> Path.of(location).getFileName().toString())
        .containsExactlyInAnyOrder(
            "acme-broken.jar", "acme-failing.jar", "acme-old.jar", "acme-empty.jar");
    assertThat(report(engine("acme-failing")))
        .contains("memtable.type = \"acme-failing\": no such memtable.")
        .contains("failed to load: acme.P (IllegalStateException: no licence)")
        .contains("failed to load: old.P (SPI 9; this engine supports 1)")
        .contains("failed to load: plugins/acme-broken.jar (")
        .contains("missing.P");
  }

  @Test
  void twoJarsOfOneNameAreReportedEvenIfNotChosen() throws IOException {
    plain("one", "acme-same", "").pack(plugins.resolve("one.jar"));
    plain("two", "acme-same", "").pack(plugins.resolve("two.jar"));
    assertThat(report(engine("b-skiplist")))
        .contains(
            "two plug-ins are the memtable \"acme-same\"; remove one of\n"
                + "  one.P in plugins/one.jar\n  two.P in plugins/two.jar");
  }

  @Test
  void aMissingFolderIsReported() throws IOException {
    Files.delete(plugins);
    assertThat(report(engine("b-skiplist"))).contains("plugins.directory").contains("plugins");
  }
}

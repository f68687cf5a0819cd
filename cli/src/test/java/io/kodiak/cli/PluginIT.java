package io.kodiak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.cli.Distribution.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in that a third party compiled against the api alone works from the plugins folder. */
class PluginIT {
  @TempDir Path folder;
  @TempDir Path work;

  private Distribution distribution;

  @BeforeEach
  void install() throws Exception {
    distribution = Distribution.unpack(Files.createDirectory(folder.resolve("zip")));
    ThirdParty.buildPlugin(distribution, folder.resolve("acme-map.jar"));
    Files.copy(folder.resolve("acme-map.jar"), distribution.home().resolve("plugins/acme-map.jar"));
  }

  @Test
  void isListed() throws Exception {
    Outcome outcome = distribution.run(work, "plugins");
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.stdout()).contains("acme-map", "com.acme.map", "skiplist", "parquet");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void isUsedWithItsSettings() throws Exception {
    Path conf =
        Files.writeString(
            work.resolve("acme.conf"),
            """
            kodiak {
              directory = acme-data
              plugins.directory = "%s"
              table-defaults.memtable { type = acme-map, acme-map { greeting = goodday } }
            }
            """
                .formatted(distribution.home().resolve("plugins")));
    Outcome put = distribution.run(work, "-c", conf.toString(), "put", "key", "value");
    assertThat(put.stderr()).contains("acme-map says goodday");
    assertThat(put.exitCode()).isZero();
    Outcome get = distribution.run(work, "-c", conf.toString(), "get", "key");
    assertThat(get.stdout()).isEqualToIgnoringNewLines("value");
    assertThat(get.exitCode()).isZero();
    Outcome flush = distribution.run(work, "-c", conf.toString(), "flush");
    assertThat(flush.exitCode()).isZero();

    // What the plug-in wrote is ordinary data: another memtable takes over.
    Path other =
        Files.writeString(work.resolve("other.conf"), "kodiak { directory = acme-data }\n");
    Outcome read = distribution.run(work, "-c", other.toString(), "get", "key");
    assertThat(read.stderr()).doesNotContain("acme-map says");
    assertThat(read.stdout()).isEqualToIgnoringNewLines("value");
  }

  @Test
  void isMissedByName() throws Exception {
    Path conf =
        Files.writeString(
            work.resolve("missing.conf"),
            "kodiak {\n  directory = d\n  table-defaults.memtable.type = acme-mop\n}\n");
    Outcome outcome = distribution.run(work, "-c", conf.toString(), "get", "key");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).contains("missing.conf:3", "acme-mop");
  }
}

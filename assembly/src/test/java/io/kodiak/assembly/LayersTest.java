package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.database.SyncMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest extends ConfigFixture {
  @Test
  void theFileOverridesTheProfileAndThatTheDefaults() throws IOException {
    EffectiveConfiguration configuration =
        check("kodiak { profile = memory-efficient, wal.max-size = 32 MiB }");
    assertThat(shown(configuration, "max-size")).isEqualTo("max-size = 32 MiB # kodiak.conf:1");
    assertThat(shown(configuration, "segment-size"))
        .isEqualTo("segment-size = 8 MiB # profile memory-efficient");
    assertThat(shown(configuration, "sync")).isEqualTo("sync = always # default");
  }

  @Test
  void whatIsSetInCodeOverridesTheFile() throws IOException {
    Path file = write("kodiak.conf", "kodiak { profile = balanced, cache-size = 1 MiB }");
    EffectiveConfiguration configuration =
        Fakes.builder().file(file).profile("memory-efficient").cacheSize(2 << 20).check();
    assertThat(shown(configuration, "cache-size")).isEqualTo("cache-size = 2097152 # builder");
    assertThat(shown(configuration, "flush-size"))
        .isEqualTo("flush-size = 4 MiB # profile memory-efficient");
  }

  @Test
  void anUnknownProfileIsReportedWithTheNearestAndAllOfThem() throws IOException {
    assertThat(report("kodiak.profile = write-havy"))
        .isEqualTo(
            "1 problem in the configuration:\nkodiak.conf:1  profile = \"write-havy\": expected one"
                + " of balanced | bulk-load | memory-efficient | prefix-queries | read-heavy |"
                + " write-heavy. Did you mean \"write-heavy\"?");
    assertThat(report(Fakes.builder().profile("low-memory")))
        .contains("builder  profile = \"low-memory\": expected one of balanced | ");
  }

  @Test
  void aProfileMayHaveSettingsForPluginsThatAreNotInstalled() throws IOException {
    EffectiveConfiguration configuration = check("kodiak.profile = write-heavy");
    assertThat(configuration.toHocon())
        .as("the format here knows no such setting")
        .doesNotContain("last-level-compression");
    assertThat(
            report(
                """
                kodiak {
                  profile = write-heavy
                  table-defaults.format {
                    parquet.last-level-compression = lz4
                  }
                }
                """))
        .contains("kodiak.conf:4  format.parquet.last-level-compression: unknown key");
  }

  @Test
  void aTableTakesFromTheDefaultsWhatItDoesNotSet() throws IOException {
    EffectiveConfiguration configuration =
        check(
            """
            kodiak {
              table-defaults { memtable.flush-size = 1 MiB, format.parquet.compression = zstd }
              tables {
                events { memtable.type = vector, format.parquet.page-crc = false }
                plain {}
              }
            }
            """);
    String shown = configuration.toHocon().replaceAll(" +", " ");
    assertThat(shown.substring(shown.indexOf("tables {")).replace(folder + "/", ""))
        .isEqualTo(
            """
            tables {
             events {
             memtable {
             type = vector # kodiak.conf:4
             }
             format {
             parquet {
             page-crc = false # kodiak.conf:4
             }
             }
             }
             plain {} # as table-defaults
             }
            }
            """);
  }

  @Test
  void aRelativeDirectoryStartsAtTheFolderOfTheFile() throws IOException {
    assertThat(check("kodiak.directory = \"some/data\"").directory())
        .isEqualTo(folder.resolve("some/data"));
    assertThat(check("kodiak.directory = \"../data\"").directory())
        .isEqualTo(folder.resolveSibling("data"));
    assertThat(check("kodiak {}").directory()).isEqualTo(folder.resolve("data"));
  }

  @Test
  void aRelativeDirectoryInCodeStartsAtTheWorkingDirectory() throws IOException {
    Path file = write("kodiak.conf", "kodiak {}");
    assertThat(Fakes.builder().file(file).directory(Path.of("data")).check().directory())
        .isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(Fakes.builder().check().directory()).isEqualTo(Path.of("data").toAbsolutePath());
  }

  @Test
  void substitutionsReferToOwnKeysAndTheEnvironmentAndTheDefaults() throws IOException {
    Path file =
        write(
            "kodiak.conf",
            """
            base { block-size = 8 KiB, bloom-bits-per-key = ${bits} }
            bits = 12
            kodiak {
              directory = ${DATA}"/kodiak"
              cache-size = ${kodiak.table-defaults.memtable.flush-size}
              compaction-threads = ${?THREADS}
              tables { a { format = ${base} { bloom-bits-per-key = 5 } }, b.format = ${base} }
            }
            """);
    EffectiveConfiguration configuration =
        Fakes.builder().environment(name -> name.equals("DATA") ? "/mnt" : null).file(file).check();
    assertThat(shown(configuration, "directory"))
        .isEqualTo("directory = \"/mnt/kodiak\" # kodiak.conf:4");
    assertThat(shown(configuration, "cache-size")).isEqualTo("cache-size = 64 MiB # default");
    assertThat(shown(configuration, "compaction-threads"))
        .isEqualTo("compaction-threads = 1 # default");
    assertThat(configuration.toHocon().replaceAll(" +", " "))
        .contains("block-size = 8 KiB #")
        .contains("bloom-bits-per-key = 5 #")
        .contains("bloom-bits-per-key = 12 #");
  }

  @Test
  void aValueOutOfTheEnvironmentSaysSo() throws IOException {
    Path file = write("kodiak.conf", "kodiak.cache-size = ${CACHE}");
    assertThat(
            report(Fakes.builder().environment(n -> n.equals("CACHE") ? "big" : null).file(file)))
        .contains("environment variable CACHE  cache-size = \"big\": expected a size");
  }

  @Test
  void everyMissingSubstitutionIsReportedWithItsLine() throws IOException {
    assertThat(report("kodiak {\n  directory = ${NONE}\n  cache-size = ${NADA}\n}"))
        .isEqualTo(
            """
            2 problems in the configuration:
            kodiak.conf:2  ${NONE}: neither a setting nor an environment variable
            kodiak.conf:3  ${NADA}: neither a setting nor an environment variable""");
  }

  @Test
  void filesBelowTheFolderAreIncluded() throws IOException {
    write("parts/tables.conf", "events { memtable.type = ${TYPE}, memtable.flush-size = ${size} }");
    write("parts/more.json", "{ \"size\": \"1 MiB\" }");
    Path file =
        write(
            "kodiak.conf",
            """
            include "parts/more"
            include "missing-is-fine.conf"
            kodiak { tables { include required(file("parts/tables.conf")) } }
            """);
    EffectiveConfiguration configuration =
        Fakes.builder().environment(n -> n.equals("TYPE") ? "vector" : null).file(file).check();
    assertThat(configuration.toHocon().replaceAll(" +", " ").replace(folder + "/", ""))
        .contains("type = vector # environment variable TYPE")
        .contains("flush-size = 1 MiB # parts/more.json:1");
  }

  @Test
  void aRequiredFileThatIsMissingIsReported() throws IOException {
    assertThat(report("kodiak {}\ninclude required(\"none.conf\")"))
        .contains("kodiak.conf:2  include \"none.conf\": there is no such file");
  }

  @Test
  void aProblemInAnIncludedFileNamesThatFile() throws IOException {
    write("parts/tables.conf", "\nevents { memtable.tpe = vector }");
    assertThat(report("kodiak { tables { include \"parts/tables\" } }"))
        .contains("parts/tables.conf:2  memtable.tpe: unknown key. Did you mean \"type\"?");
  }

  @Test
  void codeCanSetWhateverAFileCan() throws IOException {
    EffectiveConfiguration built =
        Fakes.builder()
            .profile("memory-efficient")
            .directory(folder.resolve("data"))
            .sync(SyncMode.INTERVAL)
            .syncInterval(Duration.ofMillis(5))
            .cacheSize(8 << 20)
            .compactionThreads(2)
            .set("read-mode", "pread")
            .tableDefaults(
                table ->
                    table
                        .memtable("b-skiplist", Map.of("arena-block", "64 KiB"))
                        .flushSize(1 << 20)
                        .flushEntries(1000)
                        .maxImmutable(3)
                        .formats("feather", "parquet")
                        .lastLevelFormat("parquet")
                        .formatSettings("parquet", Map.of("zstd.level", 3, "page-crc", false))
                        .blockSize(4096)
                        .lastLevelBlockSize(32768)
                        .bloomBitsPerKey(0)
                        .compaction("leveled", Map.of("fanout", 4))
                        .backpressure(5, 7))
            .table("a", table -> table.compaction("tiered").memtable("vector"))
            .check();
    EffectiveConfiguration written =
        check(
            """
            kodiak {
              profile = memory-efficient
              directory = data
              wal { sync = interval, sync-interval = 5 ms }
              cache-size = 8388608
              compaction-threads = 2
              read-mode = pread
              table-defaults {
                memtable {
                  type = b-skiplist, flush-size = 1048576, flush-entries = 1000, max-immutable = 3
                  b-skiplist.arena-block = 64 KiB
                }
                format {
                  levels = [feather, parquet], last-level = parquet, block-size = 4096
                  last-level-block-size = 32768, bloom-bits-per-key = 0
                  parquet { zstd.level = 3, page-crc = false }
                }
                compaction { policy = leveled, leveled.fanout = 4, slowdown-runs = 5, stop-runs = 7 }
              }
              tables.a { compaction.policy = tiered, memtable.type = vector }
            }
            """);
    assertThat(withoutOrigins(built)).isEqualTo(withoutOrigins(written));
  }

  @Test
  void problemsOfCodeAreReportedLikeThoseOfAFile() {
    assertThat(
            report(
                Fakes.builder()
                    .cacheSize(1)
                    .set("wal.sinc", "always")
                    .set("a..b", 1)
                    .set("directory", new Object())
                    .set("tables.a.format.levels", List.of("x"), "option --format")))
        .contains("builder  cache-size = 1: out of bounds; expected a size from 1 MiB to 1 TiB")
        .contains("builder  wal.sinc: unknown key. Did you mean \"sync\"?")
        .contains("builder  a..b: ")
        .contains("builder  directory: ")
        .contains("option --format  format.levels = [\"x\"]: no such SSTable format \"x\".");
  }

  static String withoutOrigins(EffectiveConfiguration configuration) {
    return configuration.toHocon().replaceAll(" +# .*", "");
  }
}

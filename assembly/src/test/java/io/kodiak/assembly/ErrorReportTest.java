package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.Fakes.FakeFormat;
import io.kodiak.assembly.Fakes.FakeMemtable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorReportTest extends ConfigFixture {
  @Test
  void everyProblemIsReportedAtOnceWithFileAndLine() throws IOException {
    String report =
        report(
            """
            kodiak {
              directory = "data"
              wal { sync = alway, sync-interval = 50 }
              cache-size = 3 bananas
              compaction-threads = 0
              table-defaults {
                memtable { type = b-skiplst, flush-size = 64 MiB }
                format { levels = [feather, parqet], parquet { compresion = zstd } }
                compaction { policy = leveled, leveled { fanout = ten } }
              }
              tables {
                events { memtable.typ = vector }
                Users {}
              }
            }
            kodiac.profile = balanced
            """);
    assertThat(report)
        .isEqualTo(
            """
            11 problems in the configuration:
            kodiak.conf:3  wal.sync = "alway": expected one of always | interval | never. Did you mean "always"?
            kodiak.conf:3  wal.sync-interval = 50: needs a unit; expected a duration from 1 ms to 1 h
            kodiak.conf:4  cache-size = "3 bananas": expected a size from 1 MiB to 1 TiB
            kodiak.conf:5  compaction-threads = 0: out of bounds; expected a whole number from 1 to 64
            kodiak.conf:7  memtable.type = "b-skiplst": no such memtable. Did you mean "b-skiplist"?
              known: b-skiplist, enhanced-skiplist, sorted, trie, vector (io.kodiak.assembly)
            kodiak.conf:8  format.levels = ["feather","parqet"]: no such SSTable format "parqet". Did you mean "parquet"?
              known: feather, parquet (io.kodiak.assembly)
            kodiak.conf:8  format.parquet.compresion: unknown key. Did you mean "compression"?
              known: compression, created-by, dictionary-ratio, page-crc, retry, zstd
            kodiak.conf:9  compaction.leveled.fanout = "ten": expected a whole number from 2 to 100
            kodiak.conf:12  memtable.typ: unknown key. Did you mean "type"?
              known: b-skiplist, enhanced-skiplist, flush-entries, flush-size, max-immutable, sorted, trie, type, vector
            kodiak.conf:13  tables.Users: not a table name; expected at most 64 lower-case letters, digits, hyphens and underscores, beginning with a letter or digit
            kodiak.conf:16  kodiac: unknown key. Did you mean "kodiak"?
              known: kodiak, and what a substitution such as ${kodiac} refers to"""
                .replace("io.kodiak.assembly", module()));
  }

  /** The module of the fakes: on the class path, which tests may be run from, a folder. */
  private static String module() {
    return PluginOrigin.module(FakeMemtable.class);
  }

  @Test
  void aFileThatCannotBeParsedIsReportedWithItsLine() throws IOException {
    assertThat(report("kodiak {\n  directory = [\n}"))
        .startsWith("1 problem in the configuration:\nkodiak.conf:3  ");
  }

  @Test
  void aMissingFileIsReported() {
    assertThat(report(Fakes.builder().file(folder.resolve("none.conf"))))
        .isEqualTo("1 problem in the configuration:\nnone.conf  there is no such file");
  }

  @Test
  void aFolderIsReported() {
    assertThat(report(Fakes.builder().file(folder)))
        .isEqualTo(
            "1 problem in the configuration:\n" + folder + "  cannot be read: it is a folder");
  }

  @Test
  void aFileWithoutTheSectionIsReported() throws IOException {
    assertThat(report("")).contains("kodiak.conf  there is no section kodiak { … } in it");
  }

  @Test
  void bytesThatAreNotUtf8AreReportedWithTheirOffset() throws IOException {
    Path file = folder.resolve("kodiak.conf");
    java.nio.file.Files.write(file, new byte[] {'a', '=', '1', '\n', (byte) 0xff});
    assertThat(report(Fakes.builder().file(file)))
        .contains("kodiak.conf  cannot be read: not UTF-8: the byte at offset 4 is wrong");
  }

  @Test
  void whatIsNoSectionIsReported() throws IOException {
    assertThat(report("kodiak = 5")).contains("kodiak.conf:1  kodiak = 5: expected a section");
    assertThat(report("kodiak { wal = always }"))
        .contains("kodiak.conf:1  wal = \"always\": expected a section, as in wal { … }");
    assertThat(report("kodiak { tables = [a] }")).contains("tables = [\"a\"]: expected a section");
    assertThat(report("kodiak { tables.a = 1 }")).contains("a = 1: expected a section");
    assertThat(report("kodiak { table-defaults.format.parquet = zstd }"))
        .contains("format.parquet = \"zstd\": expected a section");
  }

  @Test
  void aFilterLargerThanTheEngineMakesIsReported() throws IOException {
    assertThat(report("kodiak.table-defaults.format.bloom-bits-per-key = 25"))
        .contains("kodiak.conf:1  format.bloom-bits-per-key = 25: out of bounds; expected a whole")
        .contains("from 0 to 24");
  }

  @Test
  void valuesOfTheWrongTypeAreReported() throws IOException {
    String report =
        report(
            """
            kodiak {
              directory = [a]
              compaction-threads = 1.5
              table-defaults.format {
                levels = parquet
                last-level = {}
                parquet { page-crc = maybe, dictionary-ratio = 2, retry = 2 h, zstd.level = 40 }
              }
            }
            """);
    assertThat(report)
        .contains("kodiak.conf:2  directory = [\"a\"]: expected text")
        .contains("kodiak.conf:3  compaction-threads = 1.5: expected a whole number from 1 to 64")
        .contains(
            "kodiak.conf:5  format.levels = \"parquet\": expected a list of formats, such as [parquet] or [{ format = parquet, block-size = 4 KiB }]")
        .contains(
            "kodiak.conf:6  format.last-level = { … }: expected a format, such as parquet or { format = parquet, block-size = 64 KiB }")
        .contains("kodiak.conf:7  format.parquet.page-crc = \"maybe\": expected true or false")
        .contains("dictionary-ratio = 2: out of bounds; expected a number from 0.0 to 1.0")
        .contains("retry = \"2 h\": out of bounds; expected a duration from 0 s to 1 m")
        .contains("format.parquet.zstd.level = 40: out of bounds");
  }

  @Test
  void valuesThatContradictEachOtherAreReported() throws IOException {
    String report =
        report(
            """
            kodiak {
              wal { segment-size = 8 MiB, max-size = 4 MiB }
              table-defaults.compaction { slowdown-runs = 10, stop-runs = 10 }
              compaction-rate = 64
            }
            """);
    assertThat(report)
        .contains("compaction-rate = 64: expected 0, for no limit, or at least 64 KiB")
        .contains("wal.max-size = \"4 MiB\": expected at least segment-size, which is 8 MiB")
        .contains("compaction.stop-runs = 10: expected more than slowdown-runs, which is 10");
  }

  @Test
  void aProblemThatSeveralTablesInheritIsReportedOnce() throws IOException {
    String report =
        report(
            """
            kodiak {
              table-defaults.memtable.type = vectr
              tables { a { format.block-size = 8 KiB }, b { format.block-size = 4 KiB } }
            }
            """);
    assertThat(report).startsWith("1 problem in the configuration:");
  }

  @Test
  void aCacheLargerThanTheHeapIsReported() throws IOException {
    assertThat(report("kodiak.cache-size = 900 GiB"))
        .contains("cache-size = \"900 GiB\": more than the heap of this JVM");
  }

  @Test
  void pluginsThatFailedAreNamedWhereOneIsMissing() throws IOException {
    Path file = write("kodiak.conf", "kodiak.table-defaults.memtable.type = acme-art");
    String report =
        report(
            Fakes.builder()
                .plugin(new FakeMemtable("acme-art", 3, settings -> {}))
                .plugin(new FakeMemtable("Acme", settings -> {}))
                .plugin(new FakeMemtable("flush-size", settings -> {}))
                .file(file));
    String provider = FakeMemtable.class.getName();
    assertThat(report)
        .contains(
            "memtable.type = \"acme-art\": no such memtable.\n  known: b-skiplist, enhanced-skiplist, sorted, trie, vector")
        .contains("\n  failed to load: " + provider + " (SPI 3; this engine supports 1)")
        .contains(
            "\n  failed to load: "
                + provider
                + " (its name \"Acme\" is not lower-case letters, digits and hyphens)")
        .contains("(its name \"flush-size\" is a key of the section memtable)");
  }

  @Test
  void aPluginThatFailedIsNoProblemUnlessChosen() throws IOException {
    Path file = write("kodiak.conf", "kodiak {}");
    EffectiveConfiguration configuration =
        Fakes.builder()
            .plugin(new FakeMemtable("acme-art", 3, settings -> {}))
            .plugin(new FakeFormat("acme-rows", settings -> fail("no native library")))
            .file(file)
            .check();
    assertThat(configuration.failedPlugins())
        .extracting(FailedPlugin::reason)
        .containsExactlyInAnyOrder(
            "SPI 3; this engine supports 1", "IllegalStateException: no native library");
  }

  @Test
  void aChosenPluginThatThrowsIsReportedWithItsReason() throws IOException {
    Path file = write("kodiak.conf", "kodiak.table-defaults.format.levels = [acme-rows]");
    FakeFormat rows = new FakeFormat("acme-rows", settings -> fail("no native library"));
    assertThat(report(Fakes.builder().plugin(rows).file(file)))
        .contains(
            "kodiak.conf:1  format.levels = [\"acme-rows\"]: the plug-in cannot be created:"
                + " IllegalStateException: no native library\n  provider: "
                + FakeFormat.class.getName());
  }

  @Test
  void twoPluginsOfOneNameAreReportedWithBothJars() throws IOException {
    Path file = write("kodiak.conf", "kodiak {}");
    FakeMemtable twin = new FakeMemtable("vector", settings -> {});
    String location =
        FakeMemtable.class.getName() + " in " + PluginOrigin.location(FakeMemtable.class);
    assertThat(report(Fakes.builder().plugin(twin).file(file)))
        .contains("two plug-ins are the memtable \"vector\"; remove one of")
        .containsSubsequence(location, location.replace(folder + "/", ""));
  }

  @Test
  void thousandsOfProblemsAreCutShort() throws IOException {
    String report = report("kodiak {" + "\n" + numbered(1000, "key%d = 1\n") + "}");
    assertThat(report).startsWith("1000 problems").endsWith("… and 950 more");
  }

  private static String numbered(int count, String pattern) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(String.format(pattern, i));
    }
    return text.toString();
  }

  private static void fail(String reason) {
    throw new IllegalStateException(reason);
  }
}

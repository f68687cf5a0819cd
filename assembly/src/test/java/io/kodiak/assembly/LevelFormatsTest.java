package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.Fakes.FakeFormat;
import io.kodiak.assembly.Fakes.FakeMemtable;
import io.kodiak.assembly.Fakes.FakePolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A level may have settings of its own: of its format, and the size of its blocks. */
class LevelFormatsTest extends ConfigFixture {
  private static final List<String> CODECS = List.of("none", "lz4", "zstd");

  @Test
  void aLevelHasSettingsOfItsOwnOverThoseOfItsFormat() throws IOException {
    List<String> created = new ArrayList<>();
    FakeFormat parquet =
        new FakeFormat(
            "parquet",
            settings ->
                created.add(
                    settings.choice("compression", "lz4", CODECS)
                        + " "
                        + settings.choice("last-level-compression", "zstd", CODECS)
                        + " "
                        + settings.number("zstd-level", 1, 1, 19)));
    Kodiak.builder()
        .onlyGivenPlugins()
        .environment(name -> null)
        .plugin(new FakeMemtable("b-skiplist", settings -> {}))
        .plugin(parquet)
        .plugin(new FakePolicy("leveled", settings -> {}))
        .file(
            write(
                "kodiak.conf",
                """
                kodiak.table-defaults.format {
                  levels = [{ format = parquet, compression = none, block-size = 4 KiB }, parquet]
                  last-level { format = parquet, compression = zstd, zstd-level = 9 }
                  parquet { compression = lz4, zstd-level = 3 }
                }
                """))
        .check();
    assertThat(created).containsExactlyInAnyOrder("lz4 zstd 3", "none none 3", "zstd zstd 9");
  }

  @Test
  void whatIsWrongInALevelIsReportedWithItsPlace() throws IOException {
    assertThat(
            report(
                """
                kodiak.table-defaults.format {
                  levels = [
                    feather
                    { format = parquet, page-crc = maybe, blocksize = 4 KiB }
                  ]
                  last-level { format = parquet, block-size = 1 GiB }
                }
                """))
        .contains("3 problems in the configuration:")
        .contains("kodiak.conf:4  format.levels[1].blocksize: unknown key.")
        .contains("kodiak.conf:4  format.levels[1].page-crc = \"maybe\": expected true or false")
        .contains("kodiak.conf:6  format.last-level.block-size = \"1 GiB\": out of bounds;");
  }

  @Test
  void aLevelWithoutTheNameOfAFormatIsReported() throws IOException {
    assertThat(report("kodiak.table-defaults.format.levels = [{ block-size = 4 KiB }]"))
        .contains("format.levels = [{\"block-size\":\"4 KiB\"}]: expected a list of formats");
    assertThat(report("kodiak.table-defaults.format.last-level = [parquet]"))
        .contains("format.last-level = [\"parquet\"]: expected a format, such as parquet or {");
  }

  @Test
  void theEffectiveConfigurationReadsBackAsTheSame() throws IOException {
    String levels =
        "levels = [feather, { block-size = 4 KiB, format = parquet, page-crc = false }]";
    EffectiveConfiguration first = check("kodiak.table-defaults.format { " + levels + " }");
    assertThat(shown(first, "levels")).startsWith(levels).endsWith("# kodiak.conf:1");
    EffectiveConfiguration again = check(first.toHocon());
    assertThat(shown(again, "levels")).startsWith(levels);
  }

  @Test
  void codeCanSayIt() throws IOException {
    EffectiveConfiguration built =
        Fakes.builder()
            .directory(folder)
            .tableDefaults(
                table ->
                    table.set(
                        "format.levels",
                        List.of("feather", Map.of("format", "parquet", "block-size", 4096))))
            .check();
    assertThat(shown(built, "levels"))
        .startsWith("levels = [feather, { block-size = 4096, format = parquet }]");
  }
}

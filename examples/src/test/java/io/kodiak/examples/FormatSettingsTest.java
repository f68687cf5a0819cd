package io.kodiak.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that docs/formats.md shows make the files that it promises. */
class FormatSettingsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"analytics.conf, arrow, parquet", "lookups.conf, arrow, arrow"})
  void writesFilesOfTheFormatsThatItNames(String name, String flushed, String compacted)
      throws Exception {
    Path conf = directory.resolve("kodiak.conf");
    Files.copy(Path.of("formats", name), conf);
    try (Database database = Kodiak.open(conf)) {
      Table table = database.table("t");
      table.put("a".getBytes(UTF_8), "1".getBytes(UTF_8));
      table.flush();
      assertThat(files(flushed)).isPositive();
      table.put("a".getBytes(UTF_8), "2".getBytes(UTF_8));
      table.compact();
      assertThat(files(compacted)).isPositive();
      assertThat(table.get("a".getBytes(UTF_8))).isEqualTo("2".getBytes(UTF_8));
    }
  }

  private long files(String extension) throws Exception {
    // Names alone: files that are no longer needed go away meanwhile.
    try (Stream<Path> files = Files.list(directory.resolve("data/tables/t"))) {
      return files.filter(file -> file.toString().endsWith("." + extension)).count();
    }
  }
}

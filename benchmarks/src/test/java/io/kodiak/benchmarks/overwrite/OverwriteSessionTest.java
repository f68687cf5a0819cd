package io.kodiak.benchmarks.overwrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.benchmarks.overwrite.Outcome.Figure;
import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverwriteSessionTest {
  private static final Load LOAD = new Load(4_000, 20_000, 256 << 10, 7);

  @TempDir Path folder;

  private Outcome run(Contender contender, int round) throws Exception {
    Path directory = Files.createDirectories(folder.resolve(contender.label() + round));
    StoreOptions options =
        new StoreOptions(false, Load.CACHE_BYTES, LOAD.writeBufferBytes(), contender.option());
    try (Store store = Engines.opener(contender.engine()).open(directory, options)) {
      return new OverwriteSession(LOAD, store, directory, Duration.ZERO).run(contender, round);
    }
  }

  @ParameterizedTest
  @EnumSource(Contender.class)
  void everyContenderIsMeasured(Contender contender) throws Exception {
    Outcome outcome = run(contender, 1);
    assertThat(outcome.figures()).containsOnlyKeys(Figure.values());
    assertThat(outcome.figure(Figure.THROUGHPUT)).isPositive();
    assertThat(outcome.figure(Figure.WORST)).isGreaterThanOrEqualTo(outcome.figure(Figure.P50));
    assertThat(outcome.figure(Figure.WRITE_AMPLIFICATION)).isBetween(0.2, 10.0);
    assertThat(outcome.figure(Figure.SETTLED_SPACE_AMPLIFICATION)).isGreaterThan(0.9);
    assertThat(outcome.samples()).hasSize(200);
    assertThat(Outcome.parse(outcome.json())).isEqualTo(outcome);
  }

  @Test
  void tablesAndChartShowWhatWasMeasured() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      outcomes.add(run(contender, 1));
    }
    OverwriteReport report = new OverwriteReport(outcomes);
    assertThat(report.table().lines().findFirst())
        .hasValueSatisfying(
            header -> {
              for (Contender contender : Contender.values()) {
                assertThat(header).contains(contender.label());
              }
            });
    assertThat(report.comparison())
        .contains("kodiak-leveled: write amplification", "rocksdb-universal", "≤ 1.15");
    String svg = OverwriteChart.of(LOAD, outcomes).svg();
    assertThat(svg).contains("<polyline", "kodiak-unified, simulated").doesNotContain("NaN");
  }
}

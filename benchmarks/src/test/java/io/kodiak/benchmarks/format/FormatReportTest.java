package io.kodiak.benchmarks.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatReportTest {
  private final List<Figure> figures = new ArrayList<>();

  private void add(String subject, Operation operation, String way, double... values) {
    for (int i = 0; i < values.length; i++) {
      figures.add(
          new Figure(
              subject,
              FileShape.LZ4.label(),
              operation.key(),
              way,
              i + 1,
              values[i],
              values[i] / 2));
    }
  }

  private String report() {
    return new FormatReport(new Figures(figures)).text("###");
  }

  private String line(String begin) {
    return report().lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
  }

  @Test
  void figuresSurviveTheirFile() {
    add("parquet", Operation.GET, "any way", 1.5);
    assertThat(Figure.parse(figures.get(0).json())).isEqualTo(figures.get(0));
  }

  @Test
  void ratiosAreTakenWithinARoundAndToTheBestWay() {
    add("parquet", Operation.GET, "", 1_000, 4_000, 3_000);
    add(RocksSubject.NAME, Operation.GET, "slow", 9_000, 9_000, 9_000);
    add(RocksSubject.NAME, Operation.GET, "quick", 2_000, 4_000, 2_000);
    assertThat(line("| get, uncached"))
        .contains(" 3.00 ", " 2.00 ", " quick ", " 1.00 ", "0.50-1.50", "≤ 1.2 met");
  }

  @Test
  void aMissedGoalIsSaid() {
    add("feather", Operation.GET, "", 900);
    add(RocksSubject.NAME, Operation.GET, "quick", 1_000);
    assertThat(line("| get, uncached")).contains("≤ 0.8 MISSED");
    add("orc", Operation.GET, "", 900);
    assertThat(report().lines().filter(line -> line.contains(" orc ")))
        .singleElement()
        .asString()
        .doesNotContain("met", "MISSED");
  }

  @Test
  void aScanByBlocksIsComparedWithRocksDbsScan() {
    add("orc", Operation.DECODE, "", 50);
    add(RocksSubject.NAME, Operation.SCAN, "mmap", 200);
    assertThat(line("| scan by blocks")).contains(" 0.25 ");
  }

  @Test
  void whatWasNotMeasuredHasNoTable() {
    add("parquet", Operation.GET, "", 1_000);
    assertThat(report()).isEmpty();
  }

  @Test
  void duckDbIsToReadKodiaksFilesNearlyAsQuicklyAsItsOwn() {
    duck(DuckSession.FORMAT, "last-level-16k", 20);
    duck(DuckSession.FORMAT, "last-level-64k", 11);
    duck(DuckSession.NAME, DuckSession.SHAPE, 10);
    assertThat(line("| blocks of 16 KiB")).contains(" 0.50 ", "≥ 0.8 MISSED");
    assertThat(line("| blocks of 64 KiB")).contains(" 0.91 ", "≥ 0.8 met");
    assertThat(line("| DuckDB's own COPY")).contains(" 1.00 ");
  }

  private void duck(String subject, String shape, double millis) {
    for (int threads : DuckSession.THREADS) {
      double nanos = millis * 1e6 / threads;
      figures.add(new Figure(subject, shape, DuckSession.operation(threads), "", 1, nanos, nanos));
    }
    figures.add(new Figure(subject, shape, Operation.SIZE.key(), "", 1, 1e6, 0));
    figures.add(new Figure(subject, shape, Operation.GET.key(), "", 1, 1e3, 0));
  }

  @Test
  void shapesAndOperationsAreFoundByTheirNames() {
    for (FileShape shape : FileShape.ALL) {
      assertThat(FileShape.of(shape.label())).isEqualTo(shape);
    }
    for (Operation operation : Operation.values()) {
      assertThat(Operation.of(operation.key())).isEqualTo(operation);
    }
    assertThatThrownBy(() -> FileShape.of("lz4")).hasMessageContaining("lz4-16k");
    assertThatThrownBy(() -> Operation.of("guess")).hasMessageContaining("guess");
  }
}

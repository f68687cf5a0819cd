package io.kodiak.benchmarks.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.benchmarks.store.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatSessionTest {
  private static final FormatSession.Effort EFFORT = new FormatSession.Effort(0, 1, 3);

  @TempDir Path directory;

  private final Rows rows = new Rows(2_000, 1);

  static List<String> subjects() {
    List<String> names = new ArrayList<>(Plugins.all(SSTableFormatProvider.class).keySet());
    names.add(RocksSubject.NAME);
    return names;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void measuresEveryOperationInEveryWay(String name) throws Exception {
    Subject subject = FormatWorker.subject(name, directory);
    FormatSession session = new FormatSession(subject, rows, 1, EFFORT);
    for (FileShape shape : FileShape.ALL) {
      for (Operation operation : Operation.values()) {
        List<FormatSession.Cost> costs = session.run(shape, operation);
        assertThat(costs).extracting(FormatSession.Cost::way).isEqualTo(subject.ways(operation));
        assertThat(costs).allMatch(cost -> cost.nanos() > 0);
      }
    }
    subject.delete();
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aFileOfOtherRowsEndsTheRun(String name) throws Exception {
    Subject subject = FormatWorker.subject(name, directory);
    subject.write(new Rows(2_000, 2), FileShape.LZ4);
    FormatSession session = new FormatSession(subject, rows, 1, EFFORT);
    for (Operation operation : List.of(Operation.SCAN, Operation.GET, Operation.GET_CACHED)) {
      assertThatThrownBy(() -> session.run(FileShape.LZ4, operation))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(name);
    }
    subject.delete();
  }

  @Test
  void duckDbScansFilesOfKodiakAndItsOwn() throws Exception {
    List<Figure> figures = new ArrayList<>();
    new DuckSession(directory, rows, 1, EFFORT, 1).run(1, figures::add);
    assertThat(new DuckReport(new Figures(figures)).table())
        .contains("blocks of 16 KiB", "blocks of 256 KiB", "DuckDB's own COPY");
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }
}

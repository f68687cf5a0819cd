package io.kodiak.benchmarks.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemtableSessionTest {
  private static final int ENTRIES = 2_000;

  @TempDir static java.nio.file.Path directory;

  @BeforeAll
  static void keepRocksDbInTheTemporaryDirectory() {
    System.setProperty("kodiak.bench.directory", directory.toString());
  }

  static List<String> subjects() {
    return Subjects.names();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void measuresEverySubject(String memtable) {
    for (KeyShape shape : KeyShape.values()) {
      Map<Operation, Sample> results = new EnumMap<>(Operation.class);
      Entries entries = new Entries(shape, ENTRIES, 1);
      new MemtableSession(memtable, entries, new Sampler(0, 1), results::put).run();
      for (Operation operation : Operation.values()) {
        if (Purpose.fits(memtable, operation, shape, ENTRIES)) {
          assertThat(results).as("%s keys", shape).containsKey(operation);
          assertThat(results.get(operation).nanos()).isPositive();
        }
      }
    }
  }
}

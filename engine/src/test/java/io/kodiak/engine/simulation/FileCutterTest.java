package io.kodiak.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of simulated merges end where those of the engine do. */
class FileCutterTest {
  private static final int ENTRY_BYTES = 100;
  private static final double KEYS = 1_000;

  private final Workload workload =
      new Workload(KEYS, 1, 10, 90, 0, Workload.Distribution.UNIFORM, 0.99, 1);
  private final TableMaker maker =
      new TableMaker(
          workload, workload.classes(), new Environment(1 << 20, 0, 0, 1, 1, 1, 1, 1, 10, 20));

  private static Part part(double from, double to, double share) {
    return new Part(from, to, new double[] {share}, 0, 0);
  }

  private static OverlappedLevel nothing() {
    return new OverlappedLevel(List.of(), 1);
  }

  private List<SimulatedTable> level(int tables) {
    List<SimulatedTable> level = new ArrayList<>();
    for (int i = 0; i < tables; i++) {
      Part part = part(i / (double) tables, (i + 1) / (double) tables, 1);
      level.add(maker.table(part, 2, 1, 0));
    }
    return level;
  }

  private static double[] ends(List<Part> files) {
    return files.stream().mapToDouble(Part::to).toArray();
  }

  @Test
  void filesHaveTheTargetSize() {
    List<Part> files =
        new FileCutter(maker, 25_000, new double[0], nothing())
            .cut(List.of(part(0, 0.5, 1), part(0.5, 1, 0.5)));
    assertThat(ends(files)).containsExactly(new double[] {0.25, 0.5, 1}, within(1e-9));
    assertThat(maker.bytes(files.get(0))).isCloseTo(250 * ENTRY_BYTES, within(1e-6));
  }

  @Test
  void filesEndAtBoundaries() {
    List<Part> files =
        new FileCutter(maker, 25_000, new double[] {0, 0.1, 0.3, 0.7, 1}, nothing())
            .cut(List.of(part(0, 1, 1)));
    assertThat(ends(files))
        .containsExactly(new double[] {0.1, 0.3, 0.55, 0.7, 0.95, 1}, within(1e-9));
  }

  @Test
  void filesEndWhereTheyOverlapTooMuch() {
    List<Part> files =
        new FileCutter(maker, 25_000, new double[0], new OverlappedLevel(level(10), 30_000))
            .cut(List.of(part(0, 1, 0.01)));
    assertThat(ends(files)).containsExactly(new double[] {0.4, 0.8, 1}, within(1e-9));
  }

  @Test
  void whatIsCutIsNeitherMoreNorLess() {
    List<Part> parts = List.of(part(0.1, 0.2, 1), part(0.2, 0.45, 0.3), part(0.6, 0.9, 0.7));
    List<Part> files =
        new FileCutter(
                maker, 7_000, new double[] {0.15, 0.65}, new OverlappedLevel(level(10), 15_000))
            .cut(parts);
    assertThat(files.stream().mapToDouble(maker::entries).sum())
        .isCloseTo(parts.stream().mapToDouble(maker::entries).sum(), within(1e-6));
    for (int i = 1; i < files.size(); i++) {
      assertThat(files.get(i).from()).isGreaterThanOrEqualTo(files.get(i - 1).to());
    }
  }
}

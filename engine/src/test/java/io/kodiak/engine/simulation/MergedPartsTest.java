package io.kodiak.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MergedPartsTest {
  private static final double KEYS = 1_000;

  private final Workload workload =
      new Workload(KEYS, 1, 10, 90, 0.5, Workload.Distribution.UNIFORM, 0.99, 1);
  private final TableMaker maker =
      new TableMaker(
          workload, workload.classes(), new Environment(1 << 20, 0, 0, 1, 1, 1, 1, 1, 10, 20));

  private SimulatedTable table(double from, double to, double share, double deleted) {
    return maker.table(new Part(from, to, new double[] {share}, deleted, 0), 0, 1, 0);
  }

  private double entries(List<Part> parts) {
    return parts.stream().mapToDouble(maker::entries).sum();
  }

  @Test
  void aKeyThatSeveralHaveIsThereOnce() {
    List<Part> parts =
        MergedParts.of(maker, List.of(table(0, 1, 0.5, 0), table(0.5, 1, 0.5, 0)), Coverage.NONE);
    assertThat(parts).hasSize(2);
    assertThat(maker.entries(parts.get(0))).isCloseTo(250, within(1e-9));
    assertThat(maker.entries(parts.get(1))).isCloseTo(375, within(1e-9));
  }

  @Test
  void placesThatNoTableCoversStayEmpty() {
    List<Part> parts =
        MergedParts.of(
            maker,
            List.of(table(0.6, 0.8, 1, 0), table(0, 0.2, 1, 0), table(0.1, 0.3, 1, 0)),
            Coverage.NONE);
    assertThat(parts.stream().mapToDouble(Part::to).max()).hasValue(0.8);
    assertThat(parts).noneMatch(part -> part.from() < 0.6 && part.to() > 0.3);
    assertThat(entries(parts)).isCloseTo(500, within(1e-9));
  }

  @Test
  void tombstonesGoWhereNothingLiesBelow() {
    Coverage below = Coverage.of(List.of(table(0.25, 0.3, 1, 0), table(0.2, 0.5, 1, 0)));
    List<Part> parts = MergedParts.of(maker, List.of(table(0, 1, 1, 0.4)), below);
    assertThat(parts).extracting(Part::to).containsExactly(0.2, 0.5, 1.0);
    assertThat(parts).extracting(Part::deleted).containsExactly(0.0, 0.4, 0.0);
    assertThat(entries(parts)).isCloseTo(0.6 * 700 + 300, within(1e-9));
  }

  @Test
  void tombstonesGoFromTheKeysThatAreWritten() {
    List<Part> parts =
        MergedParts.of(maker, List.of(table(0, 1, 0.1, 0.5), table(0, 1, 0.8, 0)), Coverage.NONE);
    assertThat(parts).singleElement().extracting(Part::deleted).isEqualTo(0.0);
    assertThat(entries(parts)).isCloseTo(0.5 * 100 + 0.9 * 800, within(1e-9));
  }

  @Test
  void entriesOfOtherKeysAreAddedUp() {
    SimulatedTable a = maker.table(new Part(0, 1, new double[] {0}, 0, 100), 0, 2, 0);
    SimulatedTable b = maker.table(new Part(0.5, 1, new double[] {0}, 0, 50), 0, 1, 0);
    List<Part> parts = MergedParts.of(maker, List.of(a, b), Coverage.NONE);
    assertThat(parts).extracting(Part::fresh).containsExactly(50.0, 100.0);
  }
}

package io.kodiak.engine.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LevelZeroDrainTest {
  private static final int PARTS = 4;

  private final LevelZeroDrain drain = new LevelZeroDrain();

  /** A run of so many SSTables of 100 bytes from a part of the keys on; ids as their places. */
  private static Run run(int level, long id, int from) {
    List<SSTableMeta> tables = new ArrayList<>();
    for (int part = from; part < PARTS; part++) {
      Slice key = Slice.utf8("" + part);
      tables.add(
          new SSTableMeta(10 * id + part, level, id, key, key, 1, 2, 1, 0, 100, "columns", 1, 0));
    }
    return new Run(level, id, tables);
  }

  private static Placement at(int level, long run, boolean founded) {
    return new Placement(level, run, founded, Slice.utf8("0"), Slice.utf8("9"));
  }

  private static CompactionPlan plan(int level, Set<Long> inputs) {
    return new CompactionPlan(inputs, level, 1000, 1, "test");
  }

  private static Set<Long> ids(List<Run> runs) {
    Set<Long> ids = new TreeSet<>();
    runs.forEach(run -> run.tables().forEach(table -> ids.add(table.id())));
    return ids;
  }

  @Test
  void runsThatAreTakenAtOnceCountWhole() {
    List<Run> before = List.of(run(0, 3, 0), run(0, 2, 0), run(0, 1, 0));
    CompactionPlan two = plan(1, ids(before.subList(1, 3)));
    assertThat(drain.runsLess(before, before.subList(0, 1), two, at(1, 1, true))).isEqualTo(2);
  }

  @Test
  void aRunThatIsMadeOnLevelZeroCountsAgainstThem() {
    List<Run> before = List.of(run(0, 3, 0), run(0, 2, 0), run(0, 1, 0));
    CompactionPlan all = plan(0, ids(before));
    assertThat(drain.runsLess(before, List.of(run(0, 1, 0)), all, at(0, 1, false)))
        .as("joining the oldest")
        .isEqualTo(2);
    assertThat(drain.runsLess(before, List.of(run(0, 4, 0)), all, at(0, 4, true)))
        .as("as a new run")
        .isEqualTo(2);
  }

  @Test
  void runsThatAreTakenRangeByRangeCountALittleEachTime() {
    double sum = 0;
    for (int part = 0; part < PARTS; part++) {
      List<Run> before = List.of(run(0, 2, part), run(0, 1, part), run(1, 1, 0));
      List<Run> now =
          part + 1 == PARTS
              ? List.of(run(1, 1, 0))
              : List.of(run(0, 2, part + 1), run(0, 1, part + 1), run(1, 1, 0));
      Set<Long> inputs = new TreeSet<>(Set.of(20L + part, 10L + part));
      double less = drain.runsLess(before, now, plan(1, inputs), at(1, 1, false));
      assertThat(less).as("part %d", part).isCloseTo(0.5, within(1e-9));
      sum += less;
    }
    assertThat(sum).isCloseTo(2, within(1e-9));
  }

  @Test
  void aRunThatTakesTheNumberOfOneThatIsGoneIsMeasuredByItself() {
    List<Run> large = List.of(run(0, 1, 0));
    drain.runsLess(large, List.of(), plan(1, ids(large)), at(1, 1, true));
    List<Run> small = List.of(run(0, 1, 3));
    assertThat(drain.runsLess(small, List.of(), plan(1, ids(small)), at(1, 1, false))).isEqualTo(1);
  }
}

package io.kodiak.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Writers of a simulation are held back as those of the engine are. */
class SimulationStallTest {
  private static final double FAST = 1e15;
  private static final double MEBIBYTE = 1 << 20;

  /** Merges level 0 into one run of level 1, four runs and more at a time. */
  private static final CompactionPolicy MERGE_TOP =
      tree -> tree.level(0).size() < 4 || !tree.busy().isEmpty() ? List.of() : List.of(plan(tree));

  private static CompactionPlan plan(TreeView tree) {
    Set<Long> all =
        tree.runs().stream()
            .flatMap(run -> run.tables().stream())
            .map(SSTableMeta::id)
            .collect(Collectors.toSet());
    return new CompactionPlan(all, 1, 1 << 20, 0, "level 0 is full");
  }

  private static Workload workload(double keys) {
    return new Workload(keys, 5_000_000, 16, 84, 0, Workload.Distribution.UNIFORM, 0.99, 1);
  }

  private static Prediction run(Environment environment) throws IOException {
    return Simulation.run(workload(100_000), environment, "merge-top", MERGE_TOP);
  }

  private static Environment environment(
      double writeRate, double flushRate, double compactionRate, double limit, int threads) {
    return new Environment(
        4 << 20, 0, 0, 1, threads, writeRate, flushRate, compactionRate, limit, 20, 36, 2);
  }

  private static Environment environment(
      double writeRate, double flushRate, double compactionRate) {
    return environment(writeRate, flushRate, compactionRate, Double.POSITIVE_INFINITY, 1);
  }

  @Test
  void slowWritersAreNotHeldBack() throws IOException {
    Prediction prediction = run(environment(MEBIBYTE, 100 * MEBIBYTE, 100 * MEBIBYTE));
    assertThat(prediction.stalledShare()).isCloseTo(0, within(1e-6));
    assertThat(prediction.bytesPerSecond()).isCloseTo(MEBIBYTE, within(1.0));
  }

  @Test
  void writersComeDownToWhatIsFlushed() throws IOException {
    // Of so many keys, hardly one is written twice within a memtable.
    Prediction prediction =
        Simulation.run(
            workload(1e9),
            environment(100 * MEBIBYTE, 10 * MEBIBYTE, FAST),
            "merge-top",
            MERGE_TOP);
    assertThat(prediction.bytesPerSecond() / MEBIBYTE).isCloseTo(10, within(1.0));
    assertThat(prediction.stalledShare()).isCloseTo(0.9, within(0.02));
  }

  @Test
  void writersComeDownToWhatIsCompacted() throws IOException {
    double rate = 20 * MEBIBYTE;
    Prediction prediction = run(environment(200 * MEBIBYTE, FAST, rate));
    // With 36 runs on level 0, merging all reads about as much as was written since.
    assertThat(prediction.bytesPerSecond()).isBetween(0.6 * rate, 1.6 * rate);
    assertThat(prediction.stalledShare()).isGreaterThan(0.8);
  }

  @Test
  void aLimitForCompactionHoldsWritersBackFurther() throws IOException {
    double rate = 40 * MEBIBYTE;
    double open = run(environment(200 * MEBIBYTE, FAST, rate)).bytesPerSecond();
    double limited = run(environment(200 * MEBIBYTE, FAST, rate, rate, 1)).bytesPerSecond();
    assertThat(limited).isBetween(0.3 * open, 0.8 * open);
  }

  @Test
  void threadsHelpWithALargeMerge() throws IOException {
    double rate = 10 * MEBIBYTE;
    double one = run(environment(200 * MEBIBYTE, FAST, rate)).bytesPerSecond();
    double four =
        run(environment(200 * MEBIBYTE, FAST, rate, Double.POSITIVE_INFINITY, 4)).bytesPerSecond();
    assertThat(four).isGreaterThan(2 * one);
  }

  @Test
  void aPolicyThatFailsIsNamed() {
    assertThat(
            catchThrowable(
                () ->
                    Simulation.run(
                        workload(100_000),
                        environment(FAST, FAST, FAST),
                        "broken",
                        tree -> {
                          throw new IllegalStateException("no idea");
                        })))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("compaction policy \"broken\"")
        .hasMessageContaining("no idea");
  }
}

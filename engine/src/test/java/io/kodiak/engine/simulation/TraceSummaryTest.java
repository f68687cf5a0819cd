package io.kodiak.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.simulation.TraceSummary.NewKeys;
import io.kodiak.engine.simulation.Workload.Distribution;
import io.kodiak.engine.trace.TraceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trace says of workloads that are known. */
class TraceSummaryTest {
  private static final int WRITES = 1_000_000;
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  private static byte[] key(long number) {
    return ByteBuffer.allocate(16).putLong(number).putLong(number).array();
  }

  /** Spreads the numbers of keys over their range. */
  private static long spread(long number) {
    return (number * 0x9e3779b97f4a7c15L) >>> 1;
  }

  private static TraceSummary summary(int writes, IntToLongFunction keys) throws IOException {
    TraceFile trace = new TraceFile(8 * MIB);
    for (int i = 0; i < writes; i++) {
      trace.put(key(keys.applyAsLong(i)), 40);
    }
    return TraceSummary.read(trace.read());
  }

  /** How many different keys so many writes have, by the classes. */
  private static double within(TraceSummary summary, double writes) {
    KeyClasses classes = KeyClasses.of(summary.classes());
    double keys = 0;
    for (int i = 0; i < classes.count(); i++) {
      keys += classes.touched(i, writes) * classes.keys(i);
    }
    return keys;
  }

  private static double shares(TraceSummary summary) {
    return summary.classes().stream().mapToDouble(KeyClass::share).sum();
  }

  @Test
  void ofAUniformLoadItFindsHowManyKeysThereAre() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int keys = 400_000;
    TraceSummary summary = summary(WRITES, i -> spread(random.nextInt(keys)));
    assertThat(summary.writes()).isEqualTo(WRITES);
    assertThat(summary.analysed()).isEqualTo(WRITES);
    assertThat(summary.share()).isLessThan(0.3);
    assertThat(summary.keys()).isCloseTo(keys, withinPercentage(5));
    assertThat(summary.newShare()).isZero();
    assertThat(summary.newKeys()).isEqualTo(NewKeys.ANYWHERE);
    assertThat(shares(summary)).isCloseTo(1, withinPercentage(0.001));
    for (double writes : new double[] {1e3, 1e4, 1e5, 1e6, 1e7, 1e9}) {
      double real = -keys * Math.expm1(-writes / keys);
      assertThat(within(summary, writes))
          .as("%g writes", writes)
          .isCloseTo(real, withinPercentage(5));
    }
  }

  @Test
  void ofAUniformLoadItFindsMoreKeysThanItSaw() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    int keys = 2 * WRITES;
    TraceSummary summary = summary(WRITES, i -> spread(random.nextInt(keys)));
    assertThat(summary.keys()).isCloseTo(keys, withinPercentage(35));
    assertThat(summary.newShare()).isZero();
  }

  @Test
  void ofAZipfianLoadItFindsHowManyKeysEachNumberOfWritesHas() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    int keys = 200_000;
    double theta = 0.99;
    double[] sums = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += Math.pow(i + 1, -theta);
      sums[i] = sum;
    }
    double all = sum;
    TraceSummary summary =
        summary(
            WRITES,
            i -> {
              int at = Arrays.binarySearch(sums, random.nextDouble() * all);
              return spread(at < 0 ? Math.min(keys - 1, -at - 1) : at);
            });
    assertThat(summary.newShare()).isZero();
    assertThat(shares(summary)).isCloseTo(1, withinPercentage(0.001));
    for (double writes : new double[] {1e4, 1e5, 1e6}) {
      double real = 0;
      for (int i = 0; i < keys; i++) {
        real -= Math.expm1(-writes * Math.pow(i + 1, -theta) / all);
      }
      assertThat(within(summary, writes))
          .as("%g writes", writes)
          .isCloseTo(real, withinPercentage(5));
    }
    // What the trace is too short for can only be guessed.
    assertThat(summary.keys()).isCloseTo(keys, withinPercentage(35));
  }

  @Test
  void keysThatAreAllNewAreToldByWhereTheyLie() throws IOException {
    TraceSummary rising = summary(WRITES, i -> i);
    assertThat(rising.newShare()).isGreaterThan(0.97);
    assertThat(rising.newKeys()).isEqualTo(NewKeys.RISING);
    assertThat(summary(WRITES, i -> Long.MAX_VALUE - i).newKeys()).isEqualTo(NewKeys.FALLING);
    TraceSummary anywhere = summary(WRITES, TraceSummaryTest::spread);
    assertThat(anywhere.newShare()).isGreaterThan(0.97);
    assertThat(anywhere.newKeys()).isEqualTo(NewKeys.ANYWHERE);
    TraceSummary series = summary(WRITES, i -> ((long) (i % 500) << 32) + i / 500);
    assertThat(series.newKeys()).isEqualTo(NewKeys.ANYWHERE);

    assertThat(Workload.of(rising, 1_000, 1).distribution()).isEqualTo(Distribution.SEQUENTIAL);
    Workload spread = Workload.of(anywhere, 1_000, 1);
    assertThat(spread.distribution()).isEqualTo(Distribution.RECORDED);
    assertThat(spread.recorded()).isEqualTo(anywhere.classes());
  }

  @Test
  void rowsThatAreAddedAndSoonOverwrittenAreGrowthAndAWorkingSet() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    int recent = 20_000;
    long[] last = {recent};
    TraceSummary summary =
        summary(
            WRITES,
            i -> spread(random.nextInt(3) == 0 ? ++last[0] : last[0] - random.nextInt(recent)));
    assertThat(summary.newShare()).isCloseTo(1 / 3.0, withinPercentage(5));
    assertThat(summary.keys()).isLessThan(2 * recent);
    assertThat(within(summary, 10 * WRITES)).isCloseTo(10 * WRITES / 3.0, withinPercentage(6));
  }

  @Test
  void aTableOfFewKeysIsKnownFromItsFirstWrites() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    TraceSummary summary = summary(WRITES, i -> spread(random.nextInt(500)));
    assertThat(summary.keys()).isCloseTo(500, withinPercentage(2));
    assertThat(summary.sampledKeys()).isEqualTo(500);
    assertThat(summary.analysed()).isLessThan(WRITES);
    TraceSummary one = summary(WRITES, i -> 7);
    assertThat(one.keys()).isCloseTo(1, withinPercentage(1));
  }

  @Test
  void theShortestTracesHaveASummaryAndCanBeSimulated() throws IOException {
    for (int writes = 1; writes < 40; writes++) {
      TraceSummary summary = summary(writes, i -> i / 2);
      assertThat(summary.writes()).isEqualTo(writes);
      assertThat(shares(summary)).isCloseTo(1, withinPercentage(0.001));
      assertThat(Workload.of(summary, 1_000_000_000_000L, 3).bytes()).isPositive();
    }
  }

  @Test
  void sizesDeletesAndRatesAreThoseOfAllWrites() throws IOException {
    TraceFile trace = new TraceFile(8 * MIB);
    for (int second = 0; second < 100; second++) {
      int puts = second == 40 ? 3_000 : 300;
      for (int i = 0; i < puts; i++) {
        trace.put(key(i), 84);
      }
      for (int i = 0; i < 100; i++) {
        trace.delete(key(i));
      }
      trace.sleep(1_000);
      trace.read();
    }
    TraceSummary summary = TraceSummary.read(trace.read());
    long puts = 300 * 99 + 3_000;
    assertThat(summary.deletes()).isEqualTo(10_000);
    assertThat(summary.keyBytes()).isEqualTo(16 * (puts + 10_000));
    assertThat(summary.valueBytes()).isEqualTo(84 * puts);
    assertThat(summary.meanRate())
        .isCloseTo((100 * puts + 16 * 10_000) / 100.0, withinPercentage(0.1));
    assertThat(summary.busiestRate()).isCloseTo(100 * 3_000 + 1_600, withinPercentage(0.1));
    assertThat(summary.intervals()).hasSizeBetween(50, 200);
    Workload workload = Workload.of(summary, 5_000, 1);
    assertThat(workload.keyBytes()).isEqualTo(16);
    assertThat(workload.valueBytes()).isEqualTo(84);
    assertThat(workload.deletes()).isCloseTo(10_000.0 / (puts + 10_000), withinPercentage(0.1));
  }

  @Test
  void aTraceThatACrashCutIsReadAsFarAsItIsWhole() throws IOException {
    TraceFile trace = new TraceFile(8 * MIB);
    for (int i = 0; i < 10_000; i++) {
      trace.put(key(i), 1);
    }
    byte[] whole = trace.content();
    Path file =
        Files.write(folder.resolve("a name with spaces"), Arrays.copyOf(whole, whole.length - 5));
    TraceSummary summary = TraceSummary.read(file);
    assertThat(summary.writes()).isBetween(1L, 9_999L);
    assertThat(summary.ignoredBytes()).isPositive();
  }

  @Test
  void whatIsNoTraceIsRefusedByName() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "x".repeat(500));
    assertThatThrownBy(() -> TraceSummary.read(text))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("notes.txt at byte 0: not a recorded trace of Kodiak");
    assertThatThrownBy(() -> TraceSummary.read(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> TraceSummary.read(folder)).hasMessageContaining("is not a plain file");
    TraceFile none = new TraceFile(8 * MIB);
    assertThatThrownBy(() -> TraceSummary.read(none.read()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("nothing was recorded");
  }
}

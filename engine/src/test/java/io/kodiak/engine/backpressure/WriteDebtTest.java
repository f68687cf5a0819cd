package io.kodiak.engine.backpressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteDebtTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long FLUSH = 1 << 20;
  private static final int SLOWDOWN = 8;
  private static final int STOP = 24;

  private long now = 1;
  private final WriteDebt debt =
      new WriteDebt(new WriteLimits(FLUSH, SLOWDOWN, STOP, 2), () -> now);

  /** Compactions take four runs from level 0 every second. */
  private void drainFourMebibytesASecond() {
    debt.compactionDue();
    for (int i = 0; i < 40; i++) {
      now += SECOND;
      debt.drained(4);
    }
  }

  @Test
  void thereIsNoPressureBelowTheSettings() {
    assertThat(debt.ofTree(SLOWDOWN - 1, 0).isNone()).isTrue();
    assertThat(debt.ofTree(SLOWDOWN, 0).isNone()).isFalse();
    assertThat(debt.ofTree(STOP - 1, 0).stop()).isFalse();
    assertThat(debt.ofTree(STOP, 0).stop()).isTrue();
  }

  @Test
  void theRateFallsWithEachRunAndIsTheThroughputOfCompactionInTheMiddle() {
    drainFourMebibytesASecond();
    double before = Double.POSITIVE_INFINITY;
    for (int runs = SLOWDOWN; runs < STOP; runs++) {
      double rate = debt.ofTree(runs, 0).bytesPerSecond();
      assertThat(rate).isLessThanOrEqualTo(before);
      before = rate;
    }
    double first = debt.ofTree(SLOWDOWN, 0).bytesPerSecond();
    double middle = debt.ofTree((SLOWDOWN + STOP) / 2, 0).bytesPerSecond();
    assertThat(first).isGreaterThan(12 * 4 * FLUSH);
    assertThat(middle / FLUSH).isCloseTo(4, within(0.7));
    assertThat(before).isLessThan(middle / 8);
  }

  @Test
  void bytesThatWaitSlowDownToTheThroughputAndNoFurther() {
    drainFourMebibytesASecond();
    debt.flushed(1000, false);
    assertThat(debt.ofTree(1, 1000L * (SLOWDOWN - 2)).isNone()).isTrue();
    double some = debt.ofTree(1, 1000L * SLOWDOWN).bytesPerSecond();
    double much = debt.ofTree(1, 1000L * 10 * STOP).bytesPerSecond();
    assertThat(some).isGreaterThan(2 * much);
    assertThat(much / FLUSH).isCloseTo(4, within(0.1));
  }

  @Test
  void whatThePolicyLetsLieIsNoDebt() {
    debt.flushed(1000, false);
    debt.atRest(1_000_000);
    assertThat(debt.ofTree(1, 1_000_000).isNone()).isTrue();
    assertThat(debt.ofTree(1, 1_000_000 + 1000L * STOP).isNone()).isFalse();
  }

  @Test
  void theLastMemtableSlowsDownToWhatIsFlushed() {
    debt.filled(FLUSH);
    for (int i = 0; i < 40; i++) {
      debt.flushDue();
      now += SECOND / 8;
      debt.flushed(1000, false);
    }
    assertThat(debt.ofMemtables(1, 1).isNone()).isTrue();
    assertThat(debt.ofMemtables(2, 0.5).isNone()).isTrue();
    assertThat(debt.ofMemtables(2, 0.75).bytesPerSecond() / FLUSH).isCloseTo(8, within(0.2));
    assertThat(debt.ofMemtables(2, 0.95).bytesPerSecond() / FLUSH).isLessThan(1);
  }

  /**
   * A writer who could bring ten times of what compaction manages settles near that, step by step,
   * and never has to wait.
   */
  @Test
  void aWriterWhoIsTooFastSettlesAtTheThroughput() {
    double runs = 0;
    double drainedAt = 0;
    double rate = 0;
    double least = Double.POSITIVE_INFINITY;
    double bytes = 0;
    for (int tick = 0; tick < 60_000; tick++) {
      now += SECOND / 100;
      if (runs >= 4) {
        debt.compactionDue();
      }
      if (runs >= 4 && tick - drainedAt >= 100) {
        runs -= 4;
        drainedAt = tick;
        debt.drained(4);
      }
      Pressure pressure = debt.ofTree((int) runs, 0);
      assertThat(pressure.stop()).isFalse();
      rate = Math.min(40.0 * FLUSH, pressure.bytesPerSecond());
      runs += rate / 100 / FLUSH;
      if (tick >= 30_000) {
        bytes += rate / 100;
        least = Math.min(least, rate);
      }
    }
    assertThat(bytes / 300 / FLUSH).as("the rate in the end").isCloseTo(4, within(0.2));
    assertThat(least / FLUSH).as("the lowest rate in the end").isGreaterThan(1.5);
  }

  @Test
  void onlyWhatLiesBesideTheOldestRunOfALevelWaits() {
    assertThat(WriteDebt.waiting(List.of())).isZero();
    assertThat(WriteDebt.waiting(List.of(run(0, 7, 10), run(1, 1, 500)))).isZero();
    assertThat(
            WriteDebt.waiting(
                List.of(
                    run(0, 9, 10), run(0, 8, 11), run(0, 2, 40), run(3, 4, 90), run(3, 1, 500))))
        .isEqualTo(10 + 11 + 90);
  }

  private static Run run(int level, long id, long bytes) {
    Slice key = Slice.utf8("k");
    SSTableMeta table =
        new SSTableMeta(id, level, id, key, key, 1, 1, 1, 0, bytes, "columns", 1, 0);
    return new Run(level, id, List.of(table));
  }
}

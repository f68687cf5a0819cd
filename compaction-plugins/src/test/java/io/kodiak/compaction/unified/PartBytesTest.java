package io.kodiak.compaction.unified;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.testkit.TestRun;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PartBytesTest {
  @Test
  void areSpreadEvenlyOverTheirParts() {
    PartBytes bytes = new PartBytes();
    bytes.add(10, 2, 2);
    bytes.add(30, 2, 4);
    bytes.add(5, 4, 4);
    bytes.end();
    assertThat(bytes.sum(2, 2)).isEqualTo(20);
    assertThat(bytes.sum(3, 3)).isEqualTo(10);
    assertThat(bytes.sum(4, 4)).isEqualTo(15);
    assertThat(bytes.sum(0, 9)).isEqualTo(45);
    assertThat(bytes.sum(5, 9)).isZero();
  }

  @Test
  void areNowhereInARunWithoutTables() {
    PartBytes bytes = new PartBytes();
    bytes.end();
    assertThat(bytes.sum(0, 100)).isZero();
  }

  /** To the last bit, as a level may hang on it. */
  @Test
  void areThoseOfATableOfAllParts() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("areThoseOfATableOfAllParts"));
    for (int round = 0; round < TestRun.scaled(500); round++) {
      int parts = 1 + random.nextInt(600);
      double[] all = new double[parts];
      PartBytes bytes = new PartBytes();
      int widest = 1 << random.nextInt(9);
      for (int from = random.nextInt(parts); from < parts && random.nextInt(60) > 0; ) {
        int to = Math.min(parts - 1, from + random.nextInt(widest));
        long added = 1 + random.nextLong(1L << (1 + random.nextInt(40)));
        for (int part = from; part <= to; part++) {
          all[part] += (double) added / (to - from + 1);
        }
        bytes.add(added, from, to);
        from = to + (random.nextInt(3) == 0 ? random.nextInt(widest) : 0);
      }
      bytes.end();
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(parts);
        int to = from + random.nextInt(parts - from);
        double sum = 0;
        for (int part = from; part <= to; part++) {
          sum += all[part];
        }
        assertThat(bytes.sum(from, to)).isEqualTo(sum);
      }
    }
  }
}

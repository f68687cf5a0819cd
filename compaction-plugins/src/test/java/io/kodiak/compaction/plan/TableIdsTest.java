package io.kodiak.compaction.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.testkit.TestRun;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TableIdsTest {
  @Test
  void holdsWhatWasAdded() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("holdsWhatWasAdded"));
    for (int round = 0; round < TestRun.scaled(50); round++) {
      long bound = 1L << random.nextInt(1, 60);
      Set<Long> expected = new HashSet<>();
      random.longs(random.nextInt(30), 0, bound).forEach(expected::add);
      TableIds ids = new TableIds(expected);
      for (int i = random.nextInt(200); i > 0; i--) {
        long id = random.nextLong(bound);
        assertThat(ids.contains(id)).isEqualTo(expected.contains(id));
        assertThat(ids.add(id)).isEqualTo(expected.add(id));
        assertThat(ids.contains(id)).isTrue();
      }
      assertThat(ids).isEqualTo(expected).hasSameSizeAs(expected);
    }
  }

  @Test
  void isEmptyAtFirst() {
    TableIds ids = new TableIds();
    assertThat(ids).isEmpty();
    assertThat(ids.contains(0L)).isFalse();
  }
}

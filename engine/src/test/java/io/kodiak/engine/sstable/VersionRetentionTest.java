package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VersionRetentionTest {
  @Test
  void withoutSnapshotsTheNewestVersionHidesAllOthers() {
    assertThat(new VersionRetention().hides(2, 1)).isTrue();
    assertThat(new VersionRetention().hides(Long.MAX_VALUE, 1)).isTrue();
  }

  @Test
  void aSnapshotSeesTheVersionOfItsOwnSequence() {
    VersionRetention retention = new VersionRetention(5);
    assertThat(retention.hides(6, 5)).isFalse();
    assertThat(retention.hides(5, 4)).isTrue();
    assertThat(retention.hides(7, 6)).isTrue();
    assertThat(retention.hides(9, 1)).isFalse();
  }

  @Test
  void aVersionIsHiddenWhenNoSnapshotLiesBetween() {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 2000; round++) {
      long[] snapshots = random.longs(random.nextInt(6), 1, 20).sorted().toArray();
      long older = random.nextLong(1, 20);
      long newer = random.nextLong(older + 1, 22);
      boolean seen = LongStream.of(snapshots).anyMatch(s -> older <= s && s < newer);
      assertThat(new VersionRetention(snapshots).hides(newer, older)).isEqualTo(!seen);
    }
  }

  @Test
  void snapshotsThatDoNotAscendAreRefused() {
    assertThatThrownBy(() -> new VersionRetention(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3, 2]");
  }
}

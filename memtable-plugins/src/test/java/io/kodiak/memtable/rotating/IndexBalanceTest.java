package io.kodiak.memtable.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the index levels follow the nodes. */
final class IndexBalanceTest {
  @Test
  void oneOrTwoLieBetweenAnyTwoOfTheNextLevelAfterEveryPut() {
    RandomEntries source =
        new RandomEntries(TestRun.seed("oneOrTwoLieBetweenAnyTwoOfTheNextLevelAfterEveryPut"));
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
    for (int i = 1; i <= TestRun.scaled(3_000); i++) {
      memtable.put(source.key(), i, EntryKind.PUT, Slice.EMPTY);
      if (i % 100 == 0) {
        Lists.expectSound(memtable);
        Lists.expectBalance(memtable);
        assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap <= 24);
      }
    }
  }

  @Test
  void ofScatteredNodesEveryThirdAtLeastIsRaised() {
    int count = 1 << 14;
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
    for (int i = 0; i < count; i++) {
      Lists.put(memtable, Lists.scattered(i, count), i + 1);
    }
    Lists.expectBalance(memtable);
    assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap == 1 || gap == 2);
    assertThat(memtable.list().index().height()).isBetween(9, 14);
  }

  @Test
  void nodesThatLieSideBySideNeedFewWheels() {
    RotatingSkipListMemtable up = Lists.memtable(Lists.AT_ONCE);
    RotatingSkipListMemtable down = Lists.memtable(Lists.AT_ONCE);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      Lists.put(up, String.format("%08d", i), i + 1);
      Lists.put(down, String.format("%08d", count - i), i + 1);
    }
    for (RotatingSkipListMemtable memtable : List.of(up, down)) {
      Lists.expectBalance(memtable);
      assertThat(Lists.level(memtable.list(), 0)).hasSizeBetween(count / 32, count / 8);
      assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap <= 48);
      assertThat(Lists.holds(memtable, "00004711")).isTrue();
    }
  }

  @Test
  void versionsOfOneKeyAreIndexedLikeKeys() {
    int versions = 1 << 14;
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
    Lists.put(memtable, "before", 1);
    for (int i = 2; i < versions; i++) {
      Lists.put(memtable, i % 3 == 0 ? "other" + i : "hot", i);
    }
    Lists.put(memtable, "later", versions);
    Lists.expectBalance(memtable);
    assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap <= 48);
    EntryView view = new EntryView();
    for (int snapshot = 2; snapshot < versions; snapshot += 100) {
      assertThat(memtable.get(Slice.utf8("hot"), snapshot, view)).isTrue();
      assertThat(view.sequence()).isEqualTo(snapshot % 3 == 0 ? snapshot - 1 : snapshot);
    }
  }

  @Test
  void wheelsThatOutgrewTheirRingAreUsedAgain() {
    int count = 1 << 16;
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
    for (int i = 0; i < count; i++) {
      Lists.put(memtable, Lists.scattered(i, count), i + 1);
    }
    WheelIndex index = memtable.list().index();
    // A slab is taken as a whole, and may have been just now.
    long oneSlab = 256 << 10;
    assertThat(index.heapBytes() - index.bytesInUse()).isLessThan(oneSlab + (64 << 10));
  }
}

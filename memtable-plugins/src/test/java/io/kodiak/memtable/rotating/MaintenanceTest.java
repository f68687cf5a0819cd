package io.kodiak.memtable.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who does what of the maintenance, and when. */
final class MaintenanceTest {
  private static final int COUNT = 1 << 14;

  private static RotatingSkipListMemtable filled(Upkeep upkeep) {
    RotatingSkipListMemtable memtable = Lists.memtable(upkeep);
    for (int i = 0; i < COUNT; i++) {
      Lists.put(memtable, Lists.scattered(i, COUNT), i + 1);
    }
    return memtable;
  }

  private static void expectAll(RotatingSkipListMemtable memtable) {
    for (int i = 0; i < COUNT; i++) {
      assertThat(Lists.holds(memtable, Lists.scattered(i, COUNT))).isTrue();
    }
  }

  @Test
  void aPutLeavesTheIndexToOthers() {
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.NEVER);
    for (int i = 1; i <= 5_000; i++) {
      Lists.put(memtable, String.format("%08d", i), i);
    }
    assertThat(memtable.list().index().height()).isZero();
    Lists.maintain(memtable);
    assertThat(memtable.list().index().height()).isGreaterThan(4);
    Lists.expectSound(memtable);
    Lists.expectBalance(memtable);
  }

  @Test
  void aWriterWithoutMaintenanceHelpsItself() {
    RotatingSkipListMemtable memtable = filled(Lists.NEVER);
    Lists.expectSound(memtable);
    List<Integer> gaps = Lists.gapsOfNodes(memtable);
    assertThat(gaps).allMatch(gap -> gap <= 32);
    double squares = gaps.stream().mapToDouble(gap -> gap * gap).sum();
    assertThat(squares / COUNT).as("nodes in the gap of a node").isLessThan(4);
    expectAll(memtable);
  }

  @Test
  void versionsOfOneKeyWithoutMaintenanceAreNotWalkedOver() {
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.NEVER);
    for (int i = 1; i <= COUNT; i++) {
      Lists.put(memtable, i % 2 == 0 ? "hot" : "warm", i);
    }
    assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap < 4 * Notices.CAPACITY);
    Lists.maintain(memtable);
    assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap <= 48);
    Lists.expectBalance(memtable);
  }

  @Test
  void aPassMakesUpForLostNotices() {
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.NEVER);
    assertThat(memtable.list().maintenance().tryStop()).isTrue();
    for (int i = 0; i < 6_000; i++) {
      Lists.put(memtable, Lists.scattered(i, 1 << 13), i + 1);
    }
    assertThat(memtable.list().index().height()).as("nobody at work").isZero();
    assertThat(Lists.holds(memtable, Lists.scattered(4711, 1 << 13))).isTrue();
    memtable.list().maintenance().resume();
    for (int i = 0; i < 2_000; i++) {
      memtable.list().maintenance().work(1);
    }
    Lists.maintain(memtable);
    assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap <= 2);
    Lists.expectSound(memtable);
    Lists.expectBalance(memtable);
  }

  @Test
  void aRotationDropsTheLowestLevelAndMovesNoSlot() {
    RotatingSkipListMemtable memtable = filled(Lists.AT_ONCE);
    RotatingSkipList list = memtable.list();
    WheelIndex index = list.index();
    List<List<Long>> levels = new ArrayList<>();
    for (int level = 0; level < index.height(); level++) {
      levels.add(Lists.level(list, level));
    }
    long inUse = index.bytesInUse();
    index.rotate();
    assertThat(index.zero()).isEqualTo(1);
    assertThat(index.height()).isEqualTo(levels.size() - 1);
    for (int level = 0; level < index.height(); level++) {
      assertThat(Lists.level(list, level)).isEqualTo(levels.get(level + 1));
    }
    assertThat(index.bytesInUse()).isLessThan(inUse * 7 / 10);
    Lists.expectSound(memtable);
    expectAll(memtable);
  }

  @Test
  void afterARotationTheIndexGrowsOnWithWiderGapsInTheSameWheels() {
    RotatingSkipListMemtable memtable = filled(Lists.AT_ONCE);
    WheelIndex index = memtable.list().index();
    index.rotate();
    long heap = index.heapBytes();
    for (int i = 0; i < COUNT; i++) {
      Lists.put(memtable, Lists.scattered(i, COUNT) + "/more", COUNT + i + 1);
    }
    assertThat(index.heapBytes()).as("wheels are used again").isEqualTo(heap);
    Lists.expectSound(memtable);
    Lists.expectBalance(memtable);
    assertThat(Lists.gapsOfNodes(memtable)).allMatch(gap -> gap >= 2 && gap <= 2 * 6);
    expectAll(memtable);
  }

  @Test
  void theIndexKeepsToItsShare() {
    RotatingSkipListMemtable small =
        new RotatingSkipListMemtable(new EntryArena(), 0.25, Lists.AT_ONCE);
    RotatingSkipListMemtable large =
        new RotatingSkipListMemtable(new EntryArena(), 0.25, Lists.AT_ONCE);
    Slice value = Slice.of(new byte[100]);
    for (int i = 0; i < 2 * COUNT; i++) {
      Slice key = Slice.utf8(Integer.toString(i * 7919 & (2 * COUNT - 1)));
      small.put(key, i + 1, EntryKind.PUT, Slice.EMPTY);
      large.put(key, i + 1, EntryKind.PUT, value);
    }
    assertThat(large.list().index().zero()).isZero();
    assertThat(small.list().index().zero()).isPositive();
    double share = (double) small.list().index().bytesInUse() / small.bytesUsed();
    assertThat(share).isLessThan(0.27);
    Lists.expectSound(small);
  }

  @Test
  void aStoppedMaintenanceRefusesWork() {
    RotatingSkipListMemtable memtable = filled(Lists.NEVER);
    Maintenance maintenance = memtable.list().maintenance();
    assertThat(maintenance.tryStop()).isTrue();
    assertThat(maintenance.isStopped()).isTrue();
    assertThat(maintenance.work(1)).isFalse();
    assertThat(maintenance.tryStop()).isFalse();
    maintenance.resume();
    assertThat(maintenance.isStopped()).isFalse();
    assertThat(maintenance.work(1)).isTrue();
  }
}

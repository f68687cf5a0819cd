package io.kodiak.memtable.enhancedskiplist;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.towers.LinkCode;
import io.kodiak.memtable.towers.Towers;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What makes the enhanced skip list quick is at work. */
final class EnhancedSkipListMemtableTest {
  private final EnhancedSkipListMemtable memtable = new EnhancedSkipListMemtable(new EntryArena());
  private final EnhancedSkipList list = memtable.list();
  private long sequence;

  private void put(int count, IntFunction<Slice> key) {
    for (int i = 0; i < count; i++) {
      memtable.put(key.apply(i), ++sequence, EntryKind.PUT, Slice.EMPTY);
    }
  }

  private static Slice digits(long number) {
    return Slice.utf8("%016d".formatted(number));
  }

  @Test
  void risingKeysAreAddedFromAFinger() {
    put(20_000, i -> digits(3L * i));
    assertThat(list.fromFingers()).isGreaterThan(20_000 * 9 / 10);
  }

  @Test
  void manyRisingStreamsHaveAFingerEach() {
    put(20_000, i -> Slice.utf8("device-%04d/%012d".formatted(i * 7 % 20, 1_000_000 + i)));
    assertThat(list.fromFingers()).isGreaterThan(20_000 * 8 / 10);
  }

  @Test
  void aLittleDisorderNeedsNoSearchFromAbove() {
    Random random = new Random(1);
    put(20_000, i -> digits(10L * i - random.nextInt(60)));
    assertThat(list.fromFingers()).isGreaterThan(20_000 / 2);
  }

  @Test
  void scatteredKeysAreAddedFromTheLane() {
    Random random = new Random(1);
    put(20_000, i -> digits(random.nextLong(1L << 50)));
    assertThat(list.fromFingers()).isLessThan(20_000 / 50);
    assertThat(list.fromLanes()).isGreaterThan(20_000 * 8 / 10);
  }

  @Test
  void theLaneKeepsUpWithTheList() {
    Random random = new Random(1);
    for (int count = 2_000; count < 60_000; count *= 2) {
      put(count, i -> digits(random.nextLong(1L << 50)));
      Lane lane = list.lane();
      assertThat(lane).isNotNull();
      assertThat(lane.count()).isGreaterThan((int) (sequence >> EnhancedSkipList.LANE_LEVEL) / 2);
    }
  }

  @Test
  void risingKeysAreAppendedToTheLane() {
    put(800, EnhancedSkipListMemtableTest::rising);
    Lane lane = list.lane();
    assertThat(lane).isNotNull();
    int before = lane.count();
    put(199, i -> rising(800 + i));
    assertThat(list.lane().digest()).isSameAs(lane.digest());
    assertThat(list.lane().count()).isGreaterThan(before + 10);
  }

  private static Slice rising(int i) {
    return Slice.utf8("%04d-%012d".formatted(i, 0));
  }

  @Test
  void everyLinkTellsHowTheNextKeyDiffers() {
    RandomEntries source = new RandomEntries(TestRun.seed("everyLinkTellsHowTheNextKeyDiffers"));
    source
        .next(TestRun.scaled(20_000))
        .forEach(e -> memtable.put(e.key(), e.sequence(), e.kind(), e.value()));
    Towers towers = list.towers();
    for (int level = 0; level < 4; level++) {
      Slice before = Slice.EMPTY;
      int node = Towers.HEAD;
      long link = towers.link(node, level);
      while (LinkCode.node(link) != 0) {
        node = LinkCode.node(link);
        EntryView view = new EntryView();
        towers.entries().read(towers.entry(node), view);
        Slice key = view.keySlice();
        assertThat(LinkCode.code(link)).as("%s to %s", before, key).isEqualTo(code(before, key));
        before = key;
        link = towers.link(node, level);
      }
    }
  }

  private static long code(Slice from, Slice to) {
    if (from.equals(to)) {
      return LinkCode.SAME;
    }
    int shared =
        Slice.commonPrefix(
            from.array(), from.offset(), from.length(), to.array(), to.offset(), to.length());
    return LinkCode.of(to.array(), to.offset(), to.length(), shared);
  }
}

package io.kodiak.memtable.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** What is sorted is searched, merged, and made anew only as far as it must. */
final class SortedEntriesTest {
  private final EntryArena arena = new EntryArena();
  private final ReferenceList list = new ReferenceList();
  private final List<Entry> added = new ArrayList<>();

  private void add(List<Entry> entries) {
    for (Entry entry : entries) {
      list.add(arena.add(entry.key(), entry.sequence(), entry.kind(), entry.value()));
      added.add(entry);
    }
  }

  private int[] references(int from, int to) {
    int[] references = new int[to - from];
    list.copyTo(from, references);
    return references;
  }

  private SortedEntries sorted(int from, int to) {
    return SortedEntries.of(arena, references(from, to));
  }

  private static void expectAll(Cursor cursor, Iterable<Entry> expected) {
    boolean on = cursor.first();
    for (Entry entry : expected) {
      assertThat(on && entry.isShownBy(cursor.entry())).as("%s", entry).isTrue();
      on = cursor.next();
    }
    assertThat(on).isFalse();
  }

  @Test
  void aListGivesBackWhatWasAppendedFromAnyPlace() {
    ReferenceList references = new ReferenceList();
    int count = 30_000;
    for (int i = 0; i < count; i++) {
      references.add(i * 31);
      assertThat(references.at(i)).isEqualTo(i * 31);
    }
    for (int from = 0; from < count; from += 977) {
      int[] copy = new int[Math.min(9_000, count - from)];
      references.copyTo(from, copy);
      for (int i = 0; i < copy.length; i++) {
        assertThat(copy[i]).isEqualTo((from + i) * 31);
      }
    }
  }

  @Test
  void aListSaysTheTruthOfItsSize() {
    ReferenceList references = new ReferenceList();
    for (int i = 0; i < 100_000; i++) {
      references.add(i);
      if (i % 7_777 == 0) {
        long retained = GraphLayout.parseInstance(references).totalSize();
        assertThat(references.heapBytes()).isBetween(retained - 64, retained + 64);
      }
    }
  }

  @Test
  void positionIsWhereAModelHasIt() {
    RandomEntries source = new RandomEntries(TestRun.seed("positionIsWhereAModelHasIt"));
    add(source.next(3_000));
    NavigableSet<Entry> model = new TreeSet<>(added);
    SortedEntries sorted = sorted(0, 3_000);
    for (int i = 0; i < 3_000; i++) {
      Slice key = source.key();
      long sequence = source.random().nextLong(source.sequence() + 1);
      assertThat(sorted.position(key.array(), key.offset(), key.length(), sequence))
          .as("%s at %d", key, sequence)
          .isEqualTo(model.headSet(Entry.delete(key, sequence), false).size());
    }
  }

  @Test
  void mergingIsAsSortingAll() {
    RandomEntries source = new RandomEntries(TestRun.seed("mergingIsAsSortingAll"));
    int count = 2_000;
    add(source.next(count));
    for (int split : new int[] {0, 1, 17, 1_000, 1_900, count - 1, count}) {
      SortedEntries merged = sorted(0, split).mergedWith(sorted(split, count));
      expectAll(new SortedEntriesCursor(merged, true), new TreeSet<>(added));
    }
  }

  @Test
  void companionsAreMergedToo() {
    RandomEntries source = new RandomEntries(4);
    add(source.next(1_000));
    long[][] items = new long[2][500];
    for (int i = 0; i < 1_000; i++) {
      items[i / 500][i % 500] = SortedEntries.item(list.at(i), list.at(i) + 1);
    }
    SortedEntries merged =
        SortedEntries.withCompanions(arena, items[0])
            .mergedWith(SortedEntries.withCompanions(arena, items[1]));
    for (int i = 0; i < 1_000; i++) {
      assertThat(merged.companion(i)).isEqualTo(merged.reference(i) + 1);
    }
  }

  @Test
  void aCursorOverAnArrayThatWasSortedElsewhereStopsAtItsCount() {
    add(new RandomEntries(5).next(500));
    int[] references = references(0, 500);
    EntrySort.sort(arena, references, 0, 400);
    NavigableSet<Entry> model = new TreeSet<>(added.subList(0, 400));
    expectAll(new SortedEntriesCursor(arena, references, 400, true), model);
    expectAll(new SortedEntriesCursor(arena, references, 400, false), model.descendingSet());
  }

  @Test
  void anOrderIsKeptUpToDateInPartsAndAnew() {
    RandomEntries source = new RandomEntries(TestRun.seed("anOrderIsKeptUpToDateInPartsAndAnew"));
    EntryOrder order = new EntryOrder(arena, list);
    NavigableSet<Entry> model = new TreeSet<>();
    long bytes = order.heapBytes();
    int[] steps = {1, 10, 5_000, 1, 0, 500, 600, 7, 3_000, 1, 400, 2_000, 9};
    for (int step : steps) {
      List<Entry> more = source.next(step);
      add(more);
      model.addAll(more);
      expectAll(order.cursor(added.size(), true), model);
      expectAll(order.cursor(added.size(), false), model.descendingSet());
      try (Cursor up = order.cursor(added.size(), true);
          Cursor down = order.cursor(added.size(), false)) {
        for (int i = 0; i < 200; i++) {
          Slice key = source.key();
          expectAt(up, up.seek(key), model.ceiling(Entry.delete(key, Long.MAX_VALUE)));
          expectAt(down, down.seek(key), model.floor(Entry.delete(key, 0)));
        }
      }
      assertThat(order.heapBytes()).isGreaterThanOrEqualTo(bytes);
      bytes = order.heapBytes();
    }
  }

  private static void expectAt(Cursor cursor, boolean on, Entry expected) {
    assertThat(on).isEqualTo(expected != null);
    assertThat(!on || expected.isShownBy(cursor.entry())).as("%s", expected).isTrue();
  }

  @Test
  void cursorsOfOneOrderShareIt() {
    add(new RandomEntries(6).next(1_000));
    int[] copies = new int[1];
    EntryOrder order =
        new EntryOrder(
            arena,
            (first, target) -> {
              copies[0]++;
              list.copyTo(first, target);
            });
    for (int i = 0; i < 10; i++) {
      assertThat(order.cursor(1_000, i % 2 == 0).first()).isTrue();
      assertThat(order.cursor(500, i % 2 == 0).first()).isTrue();
    }
    assertThat(copies[0]).isEqualTo(1);
  }
}

package io.kodiak.memtable.hashlinkedlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
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

/** Groups of keys, whatever their number and size, come together as one order. */
final class HashLinkedListMemtableTest {
  private final EntryView view = new EntryView();
  private long sequence;

  private void put(HashLinkedListMemtable memtable, String key) {
    memtable.put(Slice.utf8(key), ++sequence, EntryKind.PUT, Slice.utf8("of " + key));
  }

  private static int list(HashLinkedListMemtable memtable, String key) {
    Slice slice = Slice.utf8(key);
    return memtable.list(slice.array(), slice.offset(), slice.length());
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
  void keysOfOnePrefixShareAList() {
    HashLinkedListMemtable memtable = new HashLinkedListMemtable(new EntryArena(), 4);
    for (String key : List.of("abcd", "abcde", "abcdx", "abc", "abce", "a")) {
      put(memtable, key);
    }
    int list = list(memtable, "abcd");
    assertThat(list(memtable, "abcde")).isEqualTo(list);
    assertThat(list(memtable, "abcdzzz")).isEqualTo(list);
    assertThat(list(memtable, "abc")).isNotEqualTo(list).isNotEqualTo(SortedLists.NO_LIST);
    assertThat(list(memtable, "abce")).isNotEqualTo(list).isNotEqualTo(SortedLists.NO_LIST);
    assertThat(list(memtable, "ab")).isEqualTo(SortedLists.NO_LIST);
    assertThat(list(memtable, "abcf")).isEqualTo(SortedLists.NO_LIST);
    assertThat(memtable.order().lists().count()).isEqualTo(4);
  }

  @Test
  void everyPrefixLengthGivesTheSameOrder() {
    long seed = TestRun.seed("everyPrefixLengthGivesTheSameOrder");
    for (int prefixLength : new int[] {1, 2, 3, 7, 8, 9, 100, 65_536}) {
      RandomEntries source = new RandomEntries(seed);
      HashLinkedListMemtable memtable = new HashLinkedListMemtable(new EntryArena(), prefixLength);
      NavigableSet<Entry> model = new TreeSet<>();
      for (int round = 0; round < 4; round++) {
        for (Entry entry : source.next(1 + 300 * round)) {
          memtable.put(entry.key(), entry.sequence(), entry.kind(), entry.value());
          model.add(entry);
        }
        expectAll(memtable.ascending(), model);
        expectAll(memtable.descending(), model.descendingSet());
      }
      for (Entry entry : model) {
        assertThat(memtable.get(entry.key(), entry.sequence(), view)).isTrue();
        assertThat(entry.isShownBy(view)).as("%s", entry).isTrue();
      }
    }
  }

  @Test
  void aListGetsLanesWhenItIsLong() {
    HashLinkedListMemtable memtable = new HashLinkedListMemtable(new EntryArena(), 4);
    for (int i = 0; i < SortedLists.LONG; i++) {
      put(memtable, "long" + i);
      put(memtable, "hot!");
    }
    assertThat(memtable.lists().isLong(list(memtable, "long"))).isFalse();
    assertThat(memtable.lists().isLong(list(memtable, "hot!"))).isFalse();
    put(memtable, "long+");
    put(memtable, "hot!");
    assertThat(memtable.lists().isLong(list(memtable, "long"))).isTrue();
    assertThat(memtable.lists().isLong(list(memtable, "hot!"))).isTrue();
  }

  @Test
  void aLongListIsNotWalkedFromItsBegin() {
    HashLinkedListMemtable memtable = new HashLinkedListMemtable(new EntryArena(), 1);
    int count = 1 << 16;
    for (int i = 0; i < count; i++) {
      put(memtable, "k" + (i * 7919L & (count - 1)));
      put(memtable, "hot");
    }
    SortedLists lists = memtable.lists();
    long before = lists.steps();
    put(memtable, "k99999");
    put(memtable, "hot");
    memtable.put(Slice.utf8("h"), ++sequence, EntryKind.PUT, Slice.EMPTY);
    assertThat(lists.steps() - before).isLessThan(3 * 200);
    for (long snapshot = 2; snapshot <= 2L * count; snapshot += 2) {
      assertThat(memtable.get(Slice.utf8("hot"), snapshot, view)).isTrue();
      assertThat(view.sequence()).isEqualTo(snapshot);
    }
  }

  @Test
  void aCursorInsideAGroupDoesNotSortTheOthers() {
    HashLinkedListMemtable memtable = new HashLinkedListMemtable(new EntryArena(), 4);
    for (int i = 0; i < 9_000; i++) {
      put(memtable, String.format("%04d-%d", i % 1_000, i));
    }
    long before = memtable.bytesUsed();
    try (Cursor cursor = memtable.ascending()) {
      assertThat(cursor.seek(Slice.utf8("0500"))).isTrue();
      for (int i = 0; i < 8; i++) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.entry().keySlice().startsWith(Slice.utf8("0500-"))).isTrue();
      }
      assertThat(memtable.bytesUsed()).isEqualTo(before);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.entry().keySlice()).isEqualTo(Slice.utf8("0501-1501"));
    }
    assertThat(memtable.bytesUsed()).isGreaterThan(before);
    long retained = GraphLayout.parseInstance(memtable).totalSize();
    assertThat((double) memtable.bytesUsed() / retained).isBetween(0.95, 1.05);
  }

  @Test
  void aCursorGoesOnFromAListThatIsNewerThanTheOrder() {
    HashLinkedListMemtable memtable = new HashLinkedListMemtable(new EntryArena(), 1);
    List<String> keys = new ArrayList<>(List.of("a1", "c1", "e1"));
    keys.forEach(key -> put(memtable, key));
    try (Cursor up = memtable.ascending();
        Cursor down = memtable.descending()) {
      assertThat(up.first() && down.first()).isTrue();
      put(memtable, "b1");
      put(memtable, "d1");
      assertThat(up.seek(Slice.utf8("b0"))).isTrue();
      assertThat(up.entry().keySlice()).isEqualTo(Slice.utf8("b1"));
      assertThat(up.next()).isTrue();
      assertThat(up.entry().keySlice()).isEqualTo(Slice.utf8("c1"));
      assertThat(down.seek(Slice.utf8("d2"))).isTrue();
      assertThat(down.entry().keySlice()).isEqualTo(Slice.utf8("d1"));
      assertThat(down.next()).isTrue();
      assertThat(down.next()).isTrue();
      assertThat(down.entry().keySlice()).isEqualTo(Slice.utf8("b1"));
      assertThat(up.seek(Slice.utf8("b2"))).isTrue();
      assertThat(up.entry().keySlice()).isEqualTo(Slice.utf8("c1"));
      assertThat(down.seek(Slice.utf8("c0"))).isTrue();
      assertThat(down.entry().keySlice()).isEqualTo(Slice.utf8("b1"));
    }
  }
}

package io.kodiak.memtable.skiplist;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How the list adapts to its keys, and that nobody notices. */
final class SkipListMemtableTest {
  private final SkipListMemtable memtable = new SkipListMemtable(new EntryArena());
  private long sequence;

  private void put(String key) {
    memtable.put(Slice.utf8(key), ++sequence, EntryKind.PUT, Slice.utf8("value of " + key));
  }

  private void put(int count, IntFunction<String> key) {
    for (int i = 0; i < count; i++) {
      put(key.apply(i));
    }
  }

  /** Every second number below the power of two {@code count}, scattered, as 16 digits. */
  private static String scattered(int i, int count) {
    return String.format("%016d", (i * 7919L & (count - 1)) * 2);
  }

  private boolean holds(String key) {
    EntryView view = new EntryView();
    return memtable.get(Slice.utf8(key), sequence, view)
        && view.valueSlice().equals(Slice.utf8("value of " + key));
  }

  @Test
  void entriesAreHardlyComparedThoughKeysShareALongPrefix() {
    int count = 1 << 15;
    put(count, i -> scattered(i, count));
    assertThat(memtable.list().keyComparisons()).isLessThan(count / 8);
    for (int i = 0; i < count; i++) {
      assertThat(holds(scattered(i, count))).isTrue();
    }
    assertThat(holds(String.format("%016d", 3))).isFalse();
  }

  @Test
  void risingKeysOutgrowThePrefixThatTheFirstOnesShare() {
    int count = 20_000;
    put(count, i -> String.format("%016d", i));
    assertThat(memtable.list().keyComparisons()).isLessThan(2L * count);
    for (int i = 0; i < count; i++) {
      assertThat(holds(String.format("%016d", i))).isTrue();
    }
  }

  @Test
  void someKeysMayBeUnlikeAllOthers() {
    int count = 1 << 14;
    put("0-before-all-others");
    put("~behind all others");
    put(count, i -> i % 100 == 0 ? "stranger" + i : "customers/" + scattered(i, count));
    assertThat(memtable.list().keyComparisons()).isLessThan(count);
    assertThat(holds("0-before-all-others")).isTrue();
    assertThat(holds("~behind all others")).isTrue();
    assertThat(holds("stranger300")).isTrue();
    assertThat(holds("customers/" + scattered(301, count))).isTrue();
    assertThat(holds("customers/")).isFalse();
    try (Cursor cursor = memtable.descending()) {
      assertThat(cursor.first()).isTrue();
      assertThat(cursor.entry().keySlice()).isEqualTo(Slice.utf8("~behind all others"));
    }
  }

  @Test
  void cursorsThatBeganOnAnEarlierListFinishThere() {
    for (boolean ascending : new boolean[] {true, false}) {
      SkipListMemtable own = new SkipListMemtable(new EntryArena());
      int early = 40;
      for (int i = 1; i <= early; i++) {
        own.put(Slice.utf8("key" + i), i, EntryKind.PUT, Slice.EMPTY);
      }
      try (Cursor cursor = ascending ? own.ascending() : own.descending()) {
        assertThat(cursor.first()).isTrue();
        SkipList before = own.list();
        for (int i = early + 1; i <= 5_000; i++) {
          Slice key = Slice.utf8("another/prefix/that/is/long/" + i);
          own.put(key, i, EntryKind.PUT, Slice.EMPTY);
        }
        assertThat(own.list()).isNotSameAs(before);
        List<Long> seen = new ArrayList<>();
        do {
          seen.add(cursor.entry().sequence());
        } while (cursor.next());
        for (long i = 1; i <= early; i++) {
          assertThat(seen).contains(i);
        }
        assertThat(cursor.seek(Slice.utf8("another/prefix/that/is/long/4999"))).isTrue();
        assertThat(cursor.entry().sequence()).isEqualTo(4999);
      }
    }
  }

  @Test
  void manyVersionsOfOneKeyAreTriedBySequenceNotOneByOne() {
    int versions = 1 << 15;
    put("before");
    for (int i = 0; i < versions; i++) {
      put("hot");
    }
    put("later");
    long before = memtable.list().keyComparisons();
    assertThat(before).as("about the depth of the list for each").isLessThan(16L * versions);
    EntryView view = new EntryView();
    for (long snapshot = 2; snapshot < versions; snapshot += 1000) {
      assertThat(memtable.get(Slice.utf8("hot"), snapshot, view)).isTrue();
      assertThat(view.sequence()).isEqualTo(snapshot);
    }
  }
}

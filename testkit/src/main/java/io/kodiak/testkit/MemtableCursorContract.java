package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import org.junit.jupiter.api.Test;

/** What the cursors of a memtable owe when nobody writes beside them. */
abstract class MemtableCursorContract extends MemtableFixture {
  static Cursor cursor(Memtable memtable, boolean ascending) {
    return ascending ? memtable.ascending() : memtable.descending();
  }

  @Test
  void cursorsOfAnEmptyMemtableFindNothing() {
    try (Memtable memtable = open();
        Cursor up = memtable.ascending();
        Cursor down = memtable.descending()) {
      assertThat(up.first()).isFalse();
      assertThat(down.first()).isFalse();
      assertThat(up.seek(Slice.of(new byte[] {0}))).isFalse();
      assertThat(down.seek(Slice.of(new byte[] {-1, -1}))).isFalse();
    }
  }

  @Test
  void ascendingGoesByKeyUpAndSequenceDownDescendingTheReverse() {
    try (Memtable memtable = open()) {
      put(memtable, "b", 1, "b1");
      put(memtable, "a", 2, "a2");
      delete(memtable, "b", 3);
      put(memtable, "c", 4, "c4");
      put(memtable, "b", 5, "b5");
      try (Cursor up = memtable.ascending();
          Cursor down = memtable.descending()) {
        assertThat(all(up)).extracting(Entry::sequence).containsExactly(2L, 5L, 3L, 1L, 4L);
        assertThat(all(down)).extracting(Entry::sequence).containsExactly(4L, 1L, 3L, 5L, 2L);
      }
    }
  }

  @Test
  void randomEntriesComeInOrderInBothDirections() {
    long seed = TestRun.seed("randomEntriesComeInOrderInBothDirections");
    List<Entry> entries = new RandomEntries(seed).next(TestRun.scaled(5_000));
    List<Entry> expected = new ArrayList<>(sorted(entries));
    try (Memtable memtable = filled(open(), entries)) {
      try (Cursor up = memtable.ascending()) {
        assertThat(all(up).equals(expected)).as("ascending order").isTrue();
      }
      Collections.reverse(expected);
      try (Cursor down = memtable.descending()) {
        assertThat(all(down).equals(expected)).as("descending order").isTrue();
      }
    }
  }

  @Test
  void seekFindsItsPlaceAtEveryBoundary() {
    long seed = TestRun.seed("seekFindsItsPlaceAtEveryBoundary");
    List<Entry> entries = new RandomEntries(seed).next(1_500);
    NavigableSet<Entry> model = sorted(entries);
    try (Memtable memtable = filled(open(), entries);
        Cursor up = memtable.ascending();
        Cursor down = memtable.descending()) {
      for (Slice key : boundaries(model)) {
        expectAt(up, up.seek(key), model.ceiling(newest(key)), "ascending seek " + key);
        expectAt(down, down.seek(key), model.floor(oldest(key)), "descending seek " + key);
      }
    }
  }

  /** Every key, what comes directly before and after it, and both ends. */
  private static List<Slice> boundaries(NavigableSet<Entry> model) {
    List<Slice> keys = new ArrayList<>();
    keys.add(Slice.of(new byte[] {0}));
    byte[] high = new byte[100];
    Arrays.fill(high, (byte) 0xff);
    keys.add(Slice.of(high));
    for (Entry entry : model) {
      byte[] key = entry.key().toByteArray();
      keys.add(entry.key());
      if (key.length < Limits.MAX_KEY_BYTES) {
        keys.add(Slice.of(Arrays.copyOf(key, key.length + 1)));
      }
      byte[] changed = key.clone();
      changed[key.length - 1]++;
      keys.add(Slice.of(changed));
      changed = key.clone();
      changed[key.length - 1]--;
      keys.add(Slice.of(changed));
      if (key.length > 1) {
        keys.add(Slice.of(Arrays.copyOf(key, key.length - 1)));
      }
    }
    return keys;
  }

  private static Entry newest(Slice key) {
    return Entry.delete(key, Long.MAX_VALUE);
  }

  private static Entry oldest(Slice key) {
    return Entry.delete(key, 0);
  }

  private static void expectAt(Cursor cursor, boolean on, Entry expected, String what) {
    assertThat(on).as(what).isEqualTo(expected != null);
    if (on) {
      assertThat(expected.isShownBy(cursor.entry()))
          .as("%s: expected %s, found %s", what, expected, cursor.entry())
          .isTrue();
    }
  }

  @Test
  void nextGoesOnFromWhereSeekStands() {
    long seed = TestRun.seed("nextGoesOnFromWhereSeekStands");
    RandomEntries source = new RandomEntries(seed);
    List<Entry> entries = source.next(3_000);
    NavigableSet<Entry> model = sorted(entries);
    try (Memtable memtable = filled(open(), entries);
        Cursor up = memtable.ascending();
        Cursor down = memtable.descending()) {
      for (int i = 0; i < 1_000; i++) {
        Slice key = source.key();
        int steps = source.random().nextInt(20);
        walk(up, up.seek(key), model.tailSet(newest(key), true), steps);
        walk(down, down.seek(key), model.headSet(oldest(key), true).descendingSet(), steps);
      }
    }
  }

  private static void walk(Cursor cursor, boolean on, NavigableSet<Entry> expected, int steps) {
    int left = steps;
    boolean standing = on;
    for (Entry entry : expected) {
      expectAt(cursor, standing, entry, "step " + (steps - left));
      if (left-- == 0) {
        return;
      }
      standing = cursor.next();
    }
    assertThat(standing).as("an entry behind the last").isFalse();
  }

  @Test
  void aCursorGoesAnywhereAgain() {
    try (Memtable memtable = filled(open(), plain(100))) {
      for (boolean ascending : new boolean[] {true, false}) {
        try (Cursor cursor = cursor(memtable, ascending)) {
          int before = all(cursor).size();
          assertThat(cursor.seek(Slice.utf8("key50"))).isTrue();
          assertThat(cursor.entry().sequence()).isEqualTo(50);
          assertThat(cursor.seek(Slice.utf8(ascending ? "z" : "a"))).isFalse();
          assertThat(cursor.seek(Slice.utf8("key7"))).isTrue();
          assertThat(cursor.entry().sequence()).isEqualTo(7);
          assertThat(all(cursor)).hasSize(before).hasSize(100);
        }
      }
    }
  }

  @Test
  void theEntryIsAlwaysTheSameObject() {
    try (Memtable memtable = filled(open(), plain(10))) {
      for (boolean ascending : new boolean[] {true, false}) {
        try (Cursor cursor = cursor(memtable, ascending)) {
          assertThat(cursor.first()).isTrue();
          EntryView view = cursor.entry();
          assertThat(cursor.next()).isTrue();
          assertThat(cursor.entry()).isSameAs(view);
          assertThat(cursor.seek(Slice.utf8("key3"))).isTrue();
          assertThat(cursor.entry()).isSameAs(view);
        }
      }
    }
  }

  @Test
  void cursorsDoNotDisturbEachOther() {
    try (Memtable memtable = filled(open(), plain(300));
        Cursor one = memtable.ascending();
        Cursor other = memtable.ascending();
        Cursor down = memtable.descending()) {
      assertThat(one.first() && other.first() && down.first()).isTrue();
      List<Long> seen = new ArrayList<>();
      do {
        seen.add(one.entry().sequence());
        assertThat(other.seek(one.entry().keySlice())).isTrue();
        assertThat(other.entry().sequence()).isEqualTo(one.entry().sequence());
        down.seek(Slice.utf8("key" + (seen.size() % 300)));
      } while (one.next());
      assertThat(seen).hasSize(300).doesNotHaveDuplicates();
    }
  }

  @Test
  void manyVersionsOfOneKeyComeInOrder() {
    int versions = 3_000;
    try (Memtable memtable = open()) {
      put(memtable, "a", 1, "before");
      put(memtable, "z", 2, "behind");
      for (int i = 0; i < versions; i++) {
        EntryKind kind = i % 7 == 3 ? EntryKind.DELETE : EntryKind.PUT;
        Slice value = kind == EntryKind.PUT ? Slice.utf8("v" + i) : Slice.EMPTY;
        memtable.put(Slice.utf8("k"), 3 + i, kind, value);
      }
      try (Cursor up = memtable.ascending();
          Cursor down = memtable.descending()) {
        assertThat(up.seek(Slice.utf8("k"))).isTrue();
        assertThat(down.seek(Slice.utf8("k"))).isTrue();
        for (int i = 0; i < versions; i++) {
          assertThat(up.entry().sequence()).isEqualTo(2 + versions - i);
          assertThat(down.entry().sequence()).isEqualTo(3 + i);
          assertThat(up.next() && down.next()).isTrue();
        }
        assertThat(up.entry().keySlice()).isEqualTo(Slice.utf8("z"));
        assertThat(down.entry().keySlice()).isEqualTo(Slice.utf8("a"));
        assertThat(find(memtable, "k", 2)).isEqualTo("-");
        assertThat(find(memtable, "k", 3)).isEqualTo("v0@3");
        assertThat(find(memtable, "k", 2 + versions)).endsWith("@" + (2 + versions));
      }
    }
  }

  @Test
  void closingACursorTwiceHarmsNothing() {
    try (Memtable memtable = filled(open(), plain(50));
        Cursor left = memtable.ascending()) {
      assertThat(left.first()).isTrue();
      Cursor closed = memtable.ascending();
      assertThat(closed.first()).isTrue();
      closed.close();
      closed.close();
      Cursor unused = memtable.descending();
      unused.close();
      assertThat(left.next()).isTrue();
      assertThat(all(left)).hasSize(50);
    }
  }
}

package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a memtable owes to questions about prefixes: one that has the capabilities of {@link
 * PrefixMemtable} and {@link PrefixCursor} is asked itself, any other through its cursors, and the
 * answers are the same.
 */
abstract class MemtablePrefixContract extends MemtableCursorContract {
  private static int longest(Memtable memtable, String key, int limit, long snapshot) {
    return CursorPrefixes.longest(memtable, Slice.utf8(key), limit, snapshot);
  }

  private static int longest(Memtable memtable, String key) {
    return longest(memtable, key, key.length(), Limits.MAX_SEQUENCE);
  }

  @Test
  void findsTheLongestKeyThatBeginsAnother() {
    try (Memtable memtable = open()) {
      assertThat(longest(memtable, "abc")).isEqualTo(-1);
      put(memtable, "ab", 1, "x");
      put(memtable, "abcd", 2, "y");
      put(memtable, "abcx", 3, "z");
      put(memtable, "b", 4, "w");
      assertThat(longest(memtable, "a")).isEqualTo(-1);
      assertThat(longest(memtable, "ab")).isEqualTo(2);
      assertThat(longest(memtable, "abc")).isEqualTo(2);
      assertThat(longest(memtable, "abcd")).isEqualTo(4);
      assertThat(longest(memtable, "abcdefghijklmnopqrstuvwxyz")).isEqualTo(4);
      assertThat(longest(memtable, "abcm")).isEqualTo(2);
      assertThat(longest(memtable, "ac")).isEqualTo(-1);
      assertThat(longest(memtable, "bbb")).isEqualTo(1);
      assertThat(longest(memtable, "c")).isEqualTo(-1);
    }
  }

  @Test
  void findsNoPrefixBeyondTheLimit() {
    try (Memtable memtable = open()) {
      put(memtable, "a", 1, "x");
      put(memtable, "abc", 2, "y");
      put(memtable, "abcdef", 3, "z");
      int[] expected = {-1, 1, 1, 3, 3, 3, 6, 6};
      for (int limit = 0; limit < expected.length; limit++) {
        assertThat(longest(memtable, "abcdefg", limit, 9))
            .as("limit %d", limit)
            .isEqualTo(expected[limit]);
      }
    }
  }

  @Test
  void aTombstoneIsAPrefixAndWhatTheSnapshotDoesNotSeeIsNone() {
    try (Memtable memtable = open()) {
      put(memtable, "a", 1, "x");
      put(memtable, "abc", 2, "y");
      delete(memtable, "ab", 3);
      delete(memtable, "abc", 4);
      put(memtable, "abcd", 5, "z");
      int[] expected = {-1, 1, 3, 3, 3, 4};
      for (int snapshot = 0; snapshot < expected.length; snapshot++) {
        assertThat(longest(memtable, "abcde", 5, snapshot))
            .as("snapshot %d", snapshot)
            .isEqualTo(expected[snapshot]);
      }
      assertThat(longest(memtable, "abx", 3, 2)).isEqualTo(1);
      assertThat(longest(memtable, "abx", 3, 3)).isEqualTo(2);
    }
  }

  @Test
  void findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot() {
    long seed = TestRun.seed("findsTheLongestPrefixAmongRandomEntriesAtEverySnapshot");
    RandomEntries source = new RandomEntries(seed);
    List<Entry> entries = source.next(TestRun.scaled(3_000));
    NavigableSet<Entry> model = sorted(entries);
    TreeSet<Integer> lengths = new TreeSet<>(Collections.reverseOrder());
    entries.forEach(entry -> lengths.add(entry.key().length()));
    SplittableRandom random = source.random();
    try (Memtable memtable = filled(open(), entries)) {
      for (int i = 0; i < TestRun.scaled(10_000); i++) {
        Slice key = longer(source);
        int limit = random.nextBoolean() ? key.length() : random.nextInt(key.length() + 1);
        long snapshot =
            random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(source.sequence() + 2);
        int expected = -1;
        for (int length : lengths.tailSet(limit, true)) {
          if (has(model, key.slice(0, length), snapshot)) {
            expected = length;
            break;
          }
        }
        assertThat(CursorPrefixes.longest(memtable, key, limit, snapshot))
            .as("%s, at most %d, at %d", key, limit, snapshot)
            .isEqualTo(expected);
      }
    }
  }

  private static boolean has(NavigableSet<Entry> model, Slice key, long snapshot) {
    Entry found = model.ceiling(Entry.delete(key, snapshot));
    return found != null && found.key().equals(key);
  }

  /** A key, and up to five bytes more, somewhere within an array. */
  private static Slice longer(RandomEntries source) {
    Slice key = source.key();
    int more = source.random().nextInt(6);
    byte[] bytes = source.bytes(7 + key.length() + more);
    System.arraycopy(key.array(), key.offset(), bytes, 7, key.length());
    return Slice.of(bytes, 7, Math.min(Limits.MAX_KEY_BYTES, key.length() + more));
  }

  @Test
  void aCursorLeavesAllKeysOfAPrefixBehind() {
    long seed = TestRun.seed("aCursorLeavesAllKeysOfAPrefixBehind");
    RandomEntries source = new RandomEntries(seed);
    List<Entry> entries = source.next(TestRun.scaled(4_000));
    NavigableSet<Entry> model = sorted(entries);
    SplittableRandom random = source.random();
    try (Memtable memtable = filled(open(), entries);
        Cursor cursor = memtable.ascending()) {
      for (int round = 0; round < 60; round++) {
        Slice start = source.key();
        NavigableSet<Entry> left = model.tailSet(Entry.delete(start, Long.MAX_VALUE), true);
        boolean on = round == 0 ? cursor.first() : cursor.seek(start);
        left = round == 0 ? model : left;
        while (on) {
          Entry expected = left.first();
          assertThat(expected.isShownBy(cursor.entry()))
              .as("expected %s, found %s", expected, cursor.entry())
              .isTrue();
          if (random.nextInt(4) == 0) {
            left = left.tailSet(expected, false);
            on = cursor.next();
          } else {
            int keyLength = expected.key().length();
            int length =
                1 + random.nextInt(random.nextBoolean() ? keyLength : Math.min(3, keyLength));
            left = behind(left, expected.key().slice(0, length));
            on = CursorPrefixes.skip(cursor, length);
          }
          assertThat(on).as("an entry behind %s", expected).isEqualTo(!left.isEmpty());
        }
      }
    }
  }

  private static NavigableSet<Entry> behind(NavigableSet<Entry> left, Slice prefix) {
    Slice above = KeyRange.prefix(prefix.toByteArray()).to();
    return above == null
        ? new TreeSet<>()
        : left.tailSet(Entry.delete(above, Long.MAX_VALUE), true);
  }

  @Test
  void nothingIsBehindThePrefixOfTheGreatestBytes() {
    try (Memtable memtable = open()) {
      Slice value = Slice.utf8("v");
      memtable.put(Slice.of(new byte[] {-2}), 1, EntryKind.PUT, value);
      memtable.put(Slice.of(new byte[] {-1}), 2, EntryKind.PUT, value);
      memtable.put(Slice.of(new byte[] {-1, -1}), 3, EntryKind.PUT, value);
      memtable.put(Slice.of(new byte[] {-1, -1, 7}), 4, EntryKind.PUT, value);
      try (Cursor cursor = memtable.ascending()) {
        assertThat(cursor.first()).isTrue();
        assertThat(CursorPrefixes.skip(cursor, 1)).isTrue();
        assertThat(cursor.entry().sequence()).isEqualTo(2);
        assertThat(CursorPrefixes.skip(cursor, 1)).isFalse();
        assertThat(cursor.seek(Slice.of(new byte[] {-1, -1}))).isTrue();
        assertThat(CursorPrefixes.skip(cursor, 2)).isFalse();
        assertThat(cursor.first()).isTrue();
        assertThat(cursor.entry().sequence()).isEqualTo(1);
      }
    }
  }
}

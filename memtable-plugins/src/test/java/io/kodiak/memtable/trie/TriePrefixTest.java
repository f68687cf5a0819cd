package io.kodiak.memtable.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.PrefixCursor;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a trie answers from its structure is what a search over all entries finds. */
final class TriePrefixTest {
  private final TrieMemtable memtable = new TrieMemtable(new EntryArena());
  private final NavigableSet<Entry> model = new TreeSet<>();

  private void put(Entry entry) {
    memtable.put(entry.key(), entry.sequence(), entry.kind(), entry.value());
    model.add(entry);
  }

  private void put(String... keys) {
    for (String key : keys) {
      put(Entry.put(Slice.utf8(key), model.size() + 1, Slice.utf8(key)));
    }
  }

  private int longest(String key) {
    return memtable.longestPrefix(Slice.utf8(key), key.length(), Long.MAX_VALUE);
  }

  @Test
  void findsTheLongestKeyThatBeginsAnother() {
    assertThat(longest("anything")).isEqualTo(-1);
    put("/", "/api", "/api/v1/users", "/api/v1/users/me", "/static/images/logo.png");
    assertThat(longest("/api/v1/users/42")).isEqualTo(13);
    assertThat(longest("/api/v1/users/me")).isEqualTo(16);
    assertThat(longest("/api/v1/user")).isEqualTo(4);
    assertThat(longest("/api/v2/users/me")).isEqualTo(4);
    assertThat(longest("/static/images/logo.pn")).isEqualTo(1);
    assertThat(longest("api")).isEqualTo(-1);
    assertThat(memtable.longestPrefix(Slice.utf8("/api/v1/users/me"), 15, 9)).isEqualTo(13);
    assertThat(memtable.longestPrefix(Slice.utf8("/api/v1/users/me"), 16, 2)).isEqualTo(4);
    assertThat(memtable.longestPrefix(Slice.utf8("/api"), 0, 9)).isEqualTo(-1);
  }

  private int expectedLongest(Slice key, int limit, long snapshot) {
    for (int length = limit; length > 0; length--) {
      Slice prefix = key.slice(0, length);
      Entry entry = model.ceiling(Entry.delete(prefix, snapshot));
      if (entry != null && entry.key().equals(prefix)) {
        return length;
      }
    }
    return -1;
  }

  @Test
  void findsTheLongestAmongRandomKeysAtEverySnapshot() {
    RandomEntries source =
        new RandomEntries(TestRun.seed("findsTheLongestAmongRandomKeysAtEverySnapshot"));
    source.next(TestRun.scaled(4_000)).forEach(this::put);
    for (int i = 0; i < TestRun.scaled(10_000); i++) {
      Slice key = source.key();
      if (key.length() > 2_000) {
        continue;
      }
      int limit =
          source.random().nextInt(4) > 0 ? key.length() : source.random().nextInt(key.length());
      long snapshot = source.random().nextLong(source.sequence() + 2);
      assertThat(memtable.longestPrefix(key, limit, snapshot))
          .as("%s, %d, %d", key, limit, snapshot)
          .isEqualTo(expectedLongest(key, limit, snapshot));
    }
  }

  @Test
  void leavesAPrefixBehind() {
    put("a", "ab", "abc/1", "abc/2", "abc/2/x", "abd", "b");
    try (PrefixCursor cursor = memtable.ascending()) {
      assertThat(cursor.seek(Slice.utf8("abc"))).isTrue();
      assertThat(cursor.skipPrefix(4)).isTrue();
      assertThat(cursor.entry().keySlice()).isEqualTo(Slice.utf8("abd"));
      assertThat(cursor.seek(Slice.utf8("ab"))).isTrue();
      assertThat(cursor.skipPrefix(1)).isTrue();
      assertThat(cursor.entry().keySlice()).isEqualTo(Slice.utf8("b"));
      assertThat(cursor.skipPrefix(1)).isFalse();
    }
  }

  private static boolean isPast(Entry entry, Slice prefix) {
    return !entry.key().startsWith(prefix);
  }

  @Test
  void skipsAndStepsInAnyOrderAmongRandomKeys() {
    RandomEntries source =
        new RandomEntries(TestRun.seed("skipsAndStepsInAnyOrderAmongRandomKeys"));
    source.next(TestRun.scaled(3_000)).forEach(this::put);
    List<Entry> all = List.copyOf(model);
    try (PrefixCursor cursor = memtable.ascending()) {
      for (int round = 0; round < TestRun.scaled(500); round++) {
        Slice sought = source.key();
        Entry first = model.ceiling(Entry.delete(sought, Long.MAX_VALUE));
        boolean on = cursor.seek(sought);
        int at = first == null ? all.size() : Collections.binarySearch(all, first);
        for (int move = 0; move < 20 && at < all.size(); move++) {
          assertThat(on && all.get(at).isShownBy(cursor.entry())).as("move %d", move).isTrue();
          Slice key = all.get(at).key();
          if (source.random().nextBoolean()) {
            on = cursor.next();
            at++;
          } else {
            int length = 1 + source.random().nextInt(Math.min(key.length(), 300));
            on = cursor.skipPrefix(length);
            while (at < all.size() && !isPast(all.get(at), key.slice(0, length))) {
              at++;
            }
          }
        }
        assertThat(on).isEqualTo(at < all.size());
      }
    }
  }
}

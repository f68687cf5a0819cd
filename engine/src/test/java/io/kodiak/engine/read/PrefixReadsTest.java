package io.kodiak.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.sstable.WatchedFormat;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrefixReadsTest {
  private static final int MILLION = 1_000_000;

  private static @Nullable Version match(ReadView view, Slice key, long snapshot)
      throws IOException {
    EntryView result = new EntryView();
    return PrefixReads.longestMatch(view, key, snapshot, result) ? Version.of(result) : null;
  }

  private static @Nullable String match(ReadView view, String key, long snapshot)
      throws IOException {
    Version found = match(view, Slice.utf8(key), snapshot);
    return found == null ? null : found.toString();
  }

  private static String put(String key, long sequence, String value) {
    return Version.put(key, sequence, value).toString();
  }

  private static @Nullable Version longest(NavigableMap<Slice, Version> live, Slice key) {
    for (int length = key.length(); length > 0; length--) {
      Version found = live.get(key.slice(0, length));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** A key of the tree or one beside them, and often some bytes behind it. */
  private static Slice question(RandomTree tree) {
    Slice key = tree.key();
    int more = tree.random.nextInt(tree.random.nextInt(20) == 0 ? 200 : 6);
    byte[] longer = new byte[3 + key.length() + more];
    for (int i = 0; i < longer.length; i++) {
      longer[i] = (byte) (tree.random.nextBoolean() ? 'a' : tree.random.nextInt(256));
    }
    System.arraycopy(key.array(), key.offset(), longer, 3, key.length());
    return Slice.of(longer, 3, key.length() + more);
  }

  @Test
  void findsTheLongestLiveKeyInAnyTree() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    int found = 0;
    for (int round = 0; round < 200; round++) {
      SplittableRandom random = seeds.split();
      try (RandomTree tree =
          round % 4 == 0 ? new RandomTree(random) : RandomTree.ofPrefixes(random)) {
        long snapshot = tree.snapshot();
        NavigableMap<Slice, Version> live = tree.live(snapshot);
        for (int i = 0; i < 100; i++) {
          Slice key = question(tree);
          Version expected = longest(live, key);
          found += expected == null || expected.key().equals(key) ? 0 : 1;
          assertThat(match(tree.view, key, snapshot))
              .as("round %d: %s at %d", round, key, snapshot)
              .isEqualTo(expected);
        }
        tree.memtables.forEach(memtable -> assertThat(memtable.openCursors()).isZero());
      }
    }
    assertThat(found).as("proper prefixes found").isGreaterThan(500);
  }

  private static ReadView of(Memtable... memtables) {
    return new ReadView(List.of(memtables), List.of());
  }

  private static MapMemtable memtable(Version... versions) {
    MapMemtable memtable = new MapMemtable();
    for (Version version : versions) {
      memtable.put(version);
    }
    return memtable;
  }

  @Test
  void aKeyIsAPrefixOfItself() throws IOException {
    ReadView view = of(memtable(Version.put("ab", 1, "x"), Version.put("abc", 2, "y")));
    assertThat(match(view, "abc", 9)).isEqualTo(put("abc", 2, "y"));
    assertThat(match(view, "abb", 9)).isEqualTo(put("ab", 1, "x"));
    assertThat(match(view, "a", 9)).isNull();
    assertThat(match(view, "b", 9)).isNull();
    assertThat(match(of(), "abc", 9)).isNull();
  }

  @Test
  void aTombstoneHidesItsKeyWhereverItIs() throws IOException {
    MapMemtable newer = memtable(Version.delete("abc", 7), Version.put("a", 8, "new"));
    MapMemtable older = memtable(Version.put("ab", 2, "x"), Version.put("abc", 3, "y"));
    try (TestTables tables = new TestTables(new PlainStorage(), 0)) {
      SSTable table = tables.table(List.of(Version.put("abcd", 1, "z")), 1000);
      List<SSTableRun> runs = List.of(new SSTableRun(List.of(table)));
      ReadView view = new ReadView(List.of(newer, older), runs);
      assertThat(match(view, "abcde", 9)).isEqualTo(put("abcd", 1, "z"));
      newer.put(Version.delete("abcd", 9));
      assertThat(match(view, "abcde", 9)).isEqualTo(put("ab", 2, "x"));
      assertThat(match(view, "abcde", 8)).isEqualTo(put("abcd", 1, "z"));
      newer.put(Version.delete("ab", 10));
      assertThat(match(view, "abcde", 10)).isEqualTo(put("a", 8, "new"));
      newer.put(Version.delete("a", 11));
      assertThat(match(view, "abcde", 11)).isNull();
    }
  }

  @Test
  void aSnapshotSeesNothingWrittenSince() throws IOException {
    MapMemtable map =
        memtable(
            Version.put("a", 1, "old"), Version.put("a", 5, "new"), Version.put("ab", 6, "later"));
    for (Memtable memtable : List.of(map, new NativeMemtable(map))) {
      assertThat(match(of(memtable), "abc", 6)).isEqualTo(put("ab", 6, "later"));
      assertThat(match(of(memtable), "abc", 5)).isEqualTo(put("a", 5, "new"));
      assertThat(match(of(memtable), "abc", 4)).isEqualTo(put("a", 1, "old"));
      assertThat(match(of(memtable), "abc", 0)).isNull();
    }
  }

  @Test
  void asksAMemtableOnceForEachQuestionThatItCanAnswerItself() throws IOException {
    VirtualMemtable million =
        new VirtualMemtable(MILLION, EntryKind.PUT, i -> "a/%07d".formatted(i));
    NativeMemtable memtable = new NativeMemtable(million);
    assertThat(match(of(memtable), "a/0500000/b", Long.MAX_VALUE)).contains("0500000");
    assertThat(memtable.matches()).isEqualTo(1);
    assertThat(match(of(memtable), "a/b", Long.MAX_VALUE)).isNull();
    assertThat(memtable.matches()).isEqualTo(2);
    assertThat(million.seeks() + million.steps()).as("cursor moves").isZero();
  }

  @Test
  void seeksOverAMillionTombstones() throws IOException {
    VirtualMemtable tombstones =
        new VirtualMemtable(MILLION, EntryKind.DELETE, i -> "a/%07d".formatted(i));
    MapMemtable older = memtable(Version.put("a", 1, "x"));
    ReadView view = of(tombstones, older);
    assertThat(match(view, "a/0500000/b", Long.MAX_VALUE)).isEqualTo(put("a", 1, "x"));
    assertThat(match(view, "a/x", Long.MAX_VALUE)).isEqualTo(put("a", 1, "x"));
    assertThat(match(view, "b", Long.MAX_VALUE)).isNull();
    assertThat(tombstones.seeks()).isLessThan(25);
    assertThat(tombstones.steps()).isZero();
  }

  @Test
  void readsHardlyABlockOfARun() throws IOException {
    List<Version> versions = new ArrayList<>();
    versions.add(Version.put("a", 1, "x"));
    for (int i = 0; i < 20_000; i++) {
      versions.add(Version.delete("a/%07d".formatted(3 * i), i + 2));
    }
    WatchedFormat format = new WatchedFormat();
    try (TestTables tables = new TestTables(new PlainStorage(), format, 1 << 24)) {
      List<SSTable> run =
          List.of(
              tables.table(versions.subList(0, 7_000), 1000),
              tables.table(versions.subList(7_000, 20_001), 1000));
      assertThat(run.get(1).blockCount()).isGreaterThan(200);
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(run)));
      int read = 0;
      for (int i = 0; i < 100; i++) {
        assertThat(match(view, "a/%07d/b".formatted(300 * i + 1), 99_999))
            .isEqualTo(put("a", 1, "x"));
        read += format.blocksRead();
      }
      assertThat(read)
          .as("blocks for 100 questions whose longer answers a filter denies")
          .isLessThan(25);
      for (int i = 0; i < 100; i++) {
        assertThat(match(view, "a/%07d/b".formatted(300 * i + 3), 99_999))
            .isEqualTo(put("a", 1, "x"));
      }
      assertThat(format.blocksRead()).as("blocks for 100 tombstones").isLessThan(130);
    }
  }

  @Test
  void needsNoFilterAndNoShortKeys() throws IOException {
    String deep = "d".repeat(300);
    List<Version> versions = new ArrayList<>();
    for (int length = 1; length < 300; length += 7) {
      versions.add(Version.put(deep.substring(0, length), length, "v" + length));
      versions.add(Version.delete(deep.substring(0, length) + "b", length + 400));
    }
    versions.sort(null);
    try (TestTables tables = new TestTables(new PlainStorage(), 0)) {
      for (int bits : new int[] {0, 10}) {
        SSTable table = tables.open().open(TestTables.TABLE, tables.write(versions, 300, bits));
        ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
        for (int length = 1; length <= 300; length++) {
          int expected = 1 + (length - 1) / 7 * 7;
          String question = deep.substring(0, length) + "c";
          assertThat(match(view, question, 999))
              .isEqualTo(put(deep.substring(0, expected), expected, "v" + expected));
        }
      }
    }
  }

  /** A memtable that gives one answer to one question, and takes no other. */
  private static <M extends Memtable> M broken(Class<M> type, String question, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo(question);
              return answer;
            }));
  }

  @Test
  void aMemtableThatAnswersNonsenseIsFoundOut() {
    PrefixMemtable beyond = broken(PrefixMemtable.class, "longestPrefix", 4);
    assertThatThrownBy(() -> match(of(beyond), "abc", 9))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("4 bytes where at most 3 count");
    MapMemtable map = memtable(Version.put("abc", 1, "x"));
    Memtable upwards = broken(Memtable.class, "descending", map.ascending());
    assertThatThrownBy(() -> match(of(upwards), "ab", 9))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("went beyond");
    assertThat(map.openCursors()).as("cursors left open by the failure").isZero();
  }
}

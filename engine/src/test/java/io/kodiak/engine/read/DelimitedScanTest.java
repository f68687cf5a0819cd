package io.kodiak.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.sstable.WatchedFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DelimitedScanTest {
  private static final int FOLDERS = 10;
  private static final int MILLION = 1_000_000;

  private static DelimitedScan open(ReadView view, String prefix, String delimiter, long snapshot) {
    return new DelimitedScan(
        view, Slice.utf8(prefix).array(), Slice.utf8(delimiter).array(), snapshot, ReadAhead.NONE);
  }

  private static Slice name(DelimitedScan scan) {
    EntryView entry = scan.entry();
    return Slice.copyOf(entry.keyArray(), entry.keyOffset(), scan.nameLength());
  }

  private static List<String> names(ReadView view, String prefix, String delimiter)
      throws IOException {
    try (DelimitedScan scan = open(view, prefix, delimiter, Long.MAX_VALUE)) {
      return rest(scan);
    }
  }

  private static List<String> rest(DelimitedScan scan) throws IOException {
    List<String> names = new ArrayList<>();
    while (scan.next()) {
      names.add((scan.isFolder() ? "folder " : "key ") + name(scan));
    }
    assertThat(scan.next()).isFalse();
    return names;
  }

  /** What to show: for each name, whether it is a folder. */
  private static NavigableMap<Slice, Boolean> expected(
      Iterable<Slice> live, Slice prefix, Slice delimiter) {
    NavigableMap<Slice, Boolean> names = new TreeMap<>();
    for (Slice key : live) {
      if (key.startsWith(prefix)) {
        int at = prefix.length();
        while (at < key.length() && !key.slice(at, key.length() - at).startsWith(delimiter)) {
          at++;
        }
        boolean folder = at < key.length();
        names.put(folder ? key.slice(0, at + delimiter.length()) : key, folder);
      }
    }
    return names;
  }

  private static Slice part(RandomTree tree, int least, int most) {
    Slice key = tree.key();
    int length = Math.min(key.length(), tree.random.nextInt(least, most + 1));
    return key.slice(tree.random.nextInt(key.length() - length + 1), length);
  }

  private static Slice prefix(RandomTree tree) {
    Slice key = tree.key();
    return key.slice(0, Math.min(key.length(), tree.random.nextInt(4)));
  }

  private static Slice delimiter(RandomTree tree) {
    return tree.random.nextBoolean() ? Slice.utf8("/") : part(tree, 1, 3);
  }

  private static void expectOn(
      DelimitedScan scan, boolean found, NavigableMap<Slice, Boolean> rest, String what) {
    assertThat(found).as(what).isEqualTo(!rest.isEmpty());
    if (found) {
      assertThat(name(scan)).as(what).isEqualTo(rest.firstKey());
      assertThat(scan.isFolder()).as(what).isEqualTo(rest.firstEntry().getValue());
    }
  }

  @Test
  void listsAnyTreeAndGoesOnBehindAnyName() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    int folders = 0;
    for (int round = 0; round < 200; round++) {
      SplittableRandom random = seeds.split();
      try (RandomTree tree =
          round % 4 == 0 ? new RandomTree(random) : RandomTree.ofPrefixes(random)) {
        for (int i = 0; i < 8; i++) {
          long snapshot = tree.snapshot();
          NavigableMap<Slice, Version> live = tree.live(snapshot);
          Slice prefix = prefix(tree);
          Slice delimiter = delimiter(tree);
          NavigableMap<Slice, Boolean> all = expected(live.keySet(), prefix, delimiter);
          NavigableMap<Slice, Boolean> rest = all;
          String what = "round %d: %s %s at %d".formatted(round, prefix, delimiter, snapshot);
          try (DelimitedScan scan =
              new DelimitedScan(
                  tree.view,
                  prefix.toByteArray(),
                  delimiter.toByteArray(),
                  snapshot,
                  ReadAhead.NONE)) {
            for (int move = 0; move < 40; move++) {
              if (tree.random.nextInt(6) == 0) {
                Slice after = tree.random.nextBoolean() ? part(tree, 0, 5) : tree.key();
                rest = all.tailMap(after, false);
                expectOn(scan, scan.nextAfter(after.toByteArray()), rest, what + " after " + after);
              } else {
                rest = move == 0 || rest.isEmpty() ? rest : rest.tailMap(rest.firstKey(), false);
                expectOn(scan, scan.next(), rest, what);
              }
              if (!rest.isEmpty() && rest.firstEntry().getValue()) {
                folders++;
              } else if (!rest.isEmpty()) {
                assertThat(Version.of(scan.entry())).isEqualTo(live.get(rest.firstKey()));
              }
            }
          }
          tree.memtables.forEach(memtable -> assertThat(memtable.openCursors()).isZero());
        }
      }
    }
    assertThat(folders).as("folders shown").isGreaterThan(2000);
  }

  private static ReadView of(Memtable... memtables) {
    return new ReadView(List.of(memtables), List.of());
  }

  private static ReadView keys(String... keys) {
    MapMemtable memtable = new MapMemtable();
    for (int i = 0; i < keys.length; i++) {
      memtable.put(Version.put(keys[i], i + 1, "v"));
    }
    return of(memtable);
  }

  @Test
  void listsAsObjectStoresDo() throws IOException {
    ReadView view = keys("a", "a/", "a/b", "a/c/d", "a/c/e", "a/f", "a!", "a0", "b");
    assertThat(names(view, "", "/"))
        .containsExactly("key \"a\"", "key \"a!\"", "folder \"a/\"", "key \"a0\"", "key \"b\"");
    assertThat(names(view, "a/", "/"))
        .containsExactly("key \"a/\"", "key \"a/b\"", "folder \"a/c/\"", "key \"a/f\"");
    assertThat(names(view, "a/c", "/")).containsExactly("folder \"a/c/\"");
    assertThat(names(view, "c", "/")).isEmpty();
    assertThat(names(of(), "", "/")).isEmpty();
  }

  @Test
  void takesDelimitersOfSeveralBytesWhichBeginBehindThePrefix() throws IOException {
    ReadView view = keys("a:b::c", "a::b", "a::c", "a:::d", "a:");
    assertThat(names(view, "a", "::"))
        .containsExactly("key \"a:\"", "folder \"a::\"", "folder \"a:b::\"");
    assertThat(names(view, "a:", "::"))
        .containsExactly(
            "key \"a:\"", "folder \"a:::\"", "key \"a::b\"", "key \"a::c\"", "folder \"a:b::\"");
  }

  @Test
  void showsAFolderAsLongAsItHoldsALiveKey() throws IOException {
    MapMemtable memtable = new MapMemtable();
    for (int i = 0; i < 100; i++) {
      memtable.put(Version.put("dead/" + i, 1, "v"));
      memtable.put(Version.delete("dead/" + i, 3));
      memtable.put(Version.put("live/" + i, 1, "v"));
      memtable.put(i == 99 ? Version.put("live/99", 3, "w") : Version.delete("live/" + i, 3));
      memtable.put(Version.put("new/" + i, 3, "v"));
    }
    for (Memtable each : List.of(memtable, new NativeMemtable(memtable))) {
      assertThat(names(of(each), "", "/")).containsExactly("folder \"live/\"", "folder \"new/\"");
      try (DelimitedScan scan = open(of(each), "", "/", 2)) {
        assertThat(rest(scan)).containsExactly("folder \"dead/\"", "folder \"live/\"");
      }
    }
  }

  @Test
  void nothingIsBehindAFolderThatNoKeyIsAbove() throws IOException {
    byte[] top = {(byte) 0xff, (byte) 0xff};
    MapMemtable memtable = new MapMemtable();
    memtable.put(Version.put("a", 1, "v"));
    for (int i = 0; i < 10; i++) {
      byte[] key = {(byte) 0xff, (byte) 0xff, (byte) i};
      memtable.put(Slice.of(key), 2 + i, EntryKind.PUT, Slice.EMPTY);
    }
    for (Memtable each : List.of(memtable, new NativeMemtable(memtable))) {
      try (DelimitedScan scan =
          new DelimitedScan(of(each), new byte[0], top, Long.MAX_VALUE, ReadAhead.NONE)) {
        assertThat(rest(scan)).containsExactly("key \"a\"", "folder 0xffff");
        assertThat(scan.nextAfter(top)).isFalse();
        assertThat(scan.next()).isFalse();
        assertThat(scan.nextAfter(new byte[0])).isTrue();
        assertThat(scan.nextAfter(top)).as("from amid the names").isFalse();
        assertThat(scan.next()).isFalse();
        assertThat(scan.nextAfter(new byte[] {'a'})).isTrue();
        assertThat(name(scan)).isEqualTo(Slice.of(top));
      }
    }
  }

  @Test
  void goesOnBehindNamesOfAnyLength() throws IOException {
    byte[] longest = new byte[Limits.MAX_KEY_BYTES];
    Arrays.fill(longest, (byte) 'k');
    ReadView view = keys("k", "l");
    for (int length : new int[] {longest.length - 1, longest.length, longest.length + 1}) {
      byte[] name = Arrays.copyOf(longest, length);
      Arrays.fill(name, (byte) 'k');
      try (DelimitedScan scan = open(view, "", "/", 9)) {
        assertThat(scan.nextAfter(name)).isTrue();
        assertThat(name(scan)).isEqualTo(Slice.utf8("l"));
        assertThat(scan.nextAfter(new byte[0])).isTrue();
        assertThat(name(scan)).isEqualTo(Slice.utf8("k"));
      }
    }
  }

  private static String inFolders(int number) {
    return "f%d/%06d".formatted(number / (MILLION / FOLDERS), number % (MILLION / FOLDERS));
  }

  @Test
  void leavesAMillionKeysInTenFoldersBehindWithTenSeeks() throws IOException {
    VirtualMemtable plain = new VirtualMemtable(MILLION, EntryKind.PUT, i -> inFolders(i));
    VirtualMemtable within = new VirtualMemtable(MILLION, EntryKind.PUT, i -> inFolders(i));
    NativeMemtable capable = new NativeMemtable(within);
    assertThat(names(of(plain, capable), "", "/")).hasSize(FOLDERS);
    assertThat(plain.seeks()).isEqualTo(1 + FOLDERS);
    assertThat(capable.skips()).isEqualTo(FOLDERS);
    // In each folder, the older of the two is moved off the key that both stand on.
    assertThat(plain.steps() + within.steps()).isLessThanOrEqualTo(4 * FOLDERS);
  }

  @Test
  void readsABlockOrTwoOfARunForEachFolder() throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      versions.add(Version.put("f%d/%06d".formatted(i / 10_000, i % 10_000), i + 1, "v"));
    }
    WatchedFormat format = new WatchedFormat();
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      SSTable table = tables.table(versions, 1000);
      assertThat(table.blockCount()).isGreaterThan(1000);
      format.blocksRead();
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
      assertThat(names(view, "", "/")).hasSize(FOLDERS);
      assertThat(format.blocksRead()).isLessThanOrEqualTo(1 + 2 * FOLDERS);
    }
  }

  @Test
  void leavesNothingOutUnnoticedAfterADamagedBlock() throws IOException {
    PlainStorage storage = new PlainStorage();
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      versions.add(Version.put("f%04d/x".formatted(i), i + 1, "v".repeat(100)));
    }
    try (TestTables tables = new TestTables(storage, 0)) {
      SSTableFile file = tables.write(versions, 1000);
      byte[] bytes = storage.bytes(file.dataName(TestTables.TABLE));
      bytes[bytes.length / 2] ^= 1;
      SSTable table = tables.open().open(TestTables.TABLE, file);
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
      try (DelimitedScan scan = open(view, "", "/", 9999)) {
        assertThatThrownBy(() -> rest(scan)).isInstanceOf(CorruptionException.class);
        assertThatThrownBy(scan::next)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("an earlier move of this scan failed");
        assertThat(scan.nextAfter(Slice.utf8("f2900/").array())).isTrue();
        assertThat(name(scan)).isEqualTo(Slice.utf8("f2901/"));
        assertThat(rest(scan)).hasSize(98);
      }
    }
  }
}

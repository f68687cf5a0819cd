package io.kodiak.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryKind;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MergeScanTest {
  private final ReadAhead readAhead = new ReadAhead(2);

  @AfterEach
  void stopReadingAhead() {
    readAhead.close();
  }

  private static List<Version> rest(MergeScan scan) throws IOException {
    List<Version> found = new ArrayList<>();
    while (scan.next()) {
      found.add(Version.of(scan.entry()));
    }
    assertThat(scan.next()).isFalse();
    return found;
  }

  private static KeyRange range(RandomTree tree) {
    return switch (tree.random.nextInt(6)) {
      case 0 -> KeyRange.all();
      case 1 -> KeyRange.from(tree.key().toByteArray());
      case 2 -> KeyRange.to(tree.key().toByteArray());
      case 3 -> {
        Slice key = tree.key();
        yield KeyRange.prefix(key.slice(0, tree.random.nextInt(key.length() + 1)).toByteArray());
      }
      default -> KeyRange.of(tree.key().toByteArray(), tree.key().toByteArray());
    };
  }

  private static NavigableMap<Slice, Version> within(
      NavigableMap<Slice, Version> live, KeyRange range) {
    live.keySet().removeIf(key -> !range.contains(key.array(), key.offset(), key.length()));
    return live;
  }

  private static Collection<Version> inOrder(NavigableMap<Slice, Version> live, boolean reverse) {
    return reverse ? live.descendingMap().values() : live.values();
  }

  @Test
  void showsTheLiveEntriesOfAnyTreeInBothDirections() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    for (int round = 0; round < 300; round++) {
      try (RandomTree tree = new RandomTree(seeds.split())) {
        for (int i = 0; i < 12; i++) {
          KeyRange range = range(tree);
          long snapshot = tree.snapshot();
          boolean reverse = i % 2 == 1;
          ReadAhead ahead = tree.random.nextBoolean() ? readAhead : ReadAhead.NONE;
          try (MergeScan scan = new MergeScan(tree.view, range, reverse, snapshot, ahead)) {
            assertThat(rest(scan))
                .as("round %d, %s, %s at %d", round, range, reverse ? "down" : "up", snapshot)
                .containsExactlyElementsOf(inOrder(within(tree.live(snapshot), range), reverse));
          }
        }
      }
    }
  }

  @Test
  void seeksAnywhereAtAnyTime() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    for (int round = 0; round < 200; round++) {
      try (RandomTree tree = new RandomTree(seeds.split())) {
        KeyRange range = range(tree);
        long snapshot = tree.snapshot();
        boolean reverse = round % 2 == 1;
        NavigableMap<Slice, Version> live = within(tree.live(snapshot), range);
        ReadAhead ahead = tree.random.nextBoolean() ? readAhead : ReadAhead.NONE;
        try (MergeScan scan = new MergeScan(tree.view, range, reverse, snapshot, ahead)) {
          for (int i = 0; i < 60; i++) {
            Slice key = tree.key();
            NavigableMap<Slice, Version> beyond =
                reverse ? live.headMap(key, true).descendingMap() : live.tailMap(key, true);
            List<Version> expected = List.copyOf(beyond.values());
            boolean found = scan.seek(key);
            assertThat(found).as("seek %s in %s", key, range).isEqualTo(!expected.isEmpty());
            int steps = tree.random.nextInt(1, 20);
            for (int s = 0; found && s < steps; s++) {
              assertThat(Version.of(scan.entry())).as("round %d", round).isEqualTo(expected.get(s));
              found = scan.next();
              assertThat(found).isEqualTo(s + 1 < expected.size());
            }
          }
        }
      }
    }
  }

  @Test
  void leavesAnyPrefixBehindAtAnyTime() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    for (int round = 0; round < 200; round++) {
      SplittableRandom random = seeds.split();
      try (RandomTree tree =
          random.nextBoolean() ? new RandomTree(random) : RandomTree.ofPrefixes(random)) {
        KeyRange range = range(tree);
        long snapshot = tree.snapshot();
        NavigableMap<Slice, Version> left = within(tree.live(snapshot), range);
        ReadAhead ahead = random.nextBoolean() ? readAhead : ReadAhead.NONE;
        try (MergeScan scan = new MergeScan(tree.view, range, false, snapshot, ahead)) {
          boolean found = scan.next();
          while (found) {
            Slice key = left.firstKey();
            assertThat(Version.of(scan.entry())).as("round %d", round).isEqualTo(left.get(key));
            if (random.nextBoolean()) {
              left = left.tailMap(key, false);
              found = scan.next();
            } else {
              int length = random.nextInt(1, key.length() + 1);
              Slice above = KeyRange.prefix(key.slice(0, length).toByteArray()).to();
              left = above == null ? new TreeMap<>() : left.tailMap(above, true);
              found = scan.skipPrefix(length);
            }
            assertThat(found).as("round %d", round).isEqualTo(!left.isEmpty());
          }
          assertThat(scan.next()).isFalse();
        }
      }
    }
  }

  @Test
  void leavesAPrefixBehindOnlyUpwardsFromAnEntry() throws IOException {
    MapMemtable memtable = new MapMemtable();
    memtable.put(Version.put("a", 1, "x"));
    ReadView view = new ReadView(List.of(memtable), List.of());
    try (MergeScan up = new MergeScan(view, KeyRange.all(), false, 9);
        MergeScan down = new MergeScan(view, KeyRange.all(), true, 9)) {
      assertThatThrownBy(() -> up.skipPrefix(1)).isInstanceOf(IllegalStateException.class);
      assertThat(up.next() && down.next()).isTrue();
      assertThatThrownBy(() -> up.skipPrefix(2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> down.skipPrefix(1)).isInstanceOf(IllegalStateException.class);
      assertThat(up.skipPrefix(1)).isFalse();
      assertThatThrownBy(() -> up.skipPrefix(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void staysPutWhenItSeeksToWhereItStands() throws IOException {
    try (TestTables tables = new TestTables(new PlainStorage(), 0)) {
      SSTable table =
          tables.table(
              List.of(
                  Version.put("a", 3, "1"),
                  Version.put("b", 5, "new"),
                  Version.put("b", 4, "old"),
                  Version.put("c", 6, "3")),
              4000);
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
      for (boolean reverse : new boolean[] {false, true}) {
        try (MergeScan scan = new MergeScan(view, KeyRange.all(), reverse, 9)) {
          scan.next();
          scan.next();
          assertThat(scan.seek(Slice.utf8("b"))).isTrue();
          assertThat(scan.entry().valueSlice()).isEqualTo(Slice.utf8("new"));
          assertThat(rest(scan)).hasSize(1);
        }
      }
    }
  }

  @Test
  void readsOnlyTheBlocksThatTheRangeTouches() throws IOException {
    PlainStorage storage = new PlainStorage();
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      versions.add(Version.put("key%05d".formatted(i), i + 1, "v".repeat(200)));
    }
    try (TestTables tables = new TestTables(storage, 0)) {
      SSTable table = tables.table(versions, 5000);
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
      for (boolean reverse : new boolean[] {false, true}) {
        long before = storage.bytesRead();
        KeyRange prefix = KeyRange.prefix(new byte[] {'k', 'e', 'y', '0', '2', '0', '0'});
        try (MergeScan scan = new MergeScan(view, prefix, reverse, 9999)) {
          assertThat(rest(scan)).hasSize(10);
        }
        // One or two blocks of 5 kB: their three columns touch a page or two each.
        assertThat(storage.bytesRead() - before).isLessThan(2 * 7 * 4096);
        before = storage.bytesRead();
        KeyRange none = KeyRange.of(new byte[] {'l'}, new byte[] {'m'});
        try (MergeScan scan = new MergeScan(view, none, reverse, 9999)) {
          assertThat(scan.next()).isFalse();
        }
        assertThat(storage.bytesRead() - before).isLessThan(7 * 4096);
      }
    }
  }

  @Test
  void doesNotFillTheCacheWithALongScan() throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      versions.add(Version.put("key%05d".formatted(i), i + 1, "v".repeat(100)));
    }
    try (TestTables tables = new TestTables(new PlainStorage(), 1 << 24)) {
      SSTable table = tables.table(versions, 1000);
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
      try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, 9999)) {
        assertThat(rest(scan)).hasSize(3000);
      }
      assertThat(table.blockCount()).isGreaterThan(200);
      assertThat(tables.cache().blocks()).isBetween(1L, 10L);
    }
  }

  @Test
  void skipsNothingUnnoticedAfterADamagedBlock() throws IOException {
    PlainStorage storage = new PlainStorage();
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      versions.add(Version.put("key%05d".formatted(i), i + 1, "v".repeat(100)));
    }
    try (TestTables tables = new TestTables(storage, 0)) {
      SSTableFile file = tables.write(versions, 1000);
      byte[] bytes = storage.bytes(file.dataName(TestTables.TABLE));
      bytes[bytes.length / 2] ^= 1;
      SSTable table = tables.open().open(TestTables.TABLE, file);
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
      try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, 9999, readAhead)) {
        assertThatThrownBy(() -> rest(scan)).isInstanceOf(CorruptionException.class);
        assertThatThrownBy(scan::next)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("an earlier move of this scan failed");
        assertThat(scan.seek(Slice.utf8("key02900"))).isTrue();
        assertThat(rest(scan)).hasSize(99);
      }
    }
  }

  @Test
  void closesItsCursorsOnceAndRefusesToMoveThen() throws IOException {
    MapMemtable memtable = new MapMemtable();
    memtable.put(Version.put("a", 1, "x"));
    ReadView view = new ReadView(List.of(memtable), List.of());
    for (boolean reverse : new boolean[] {false, true}) {
      MergeScan scan = new MergeScan(view, KeyRange.all(), reverse, 9);
      assertThat(scan.next()).isTrue();
      assertThat(memtable.openCursors()).isEqualTo(1);
      scan.close();
      scan.close();
      assertThat(memtable.openCursors()).isZero();
      assertThatThrownBy(scan::next).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> scan.seek(Slice.utf8("a")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void seesTheSameWhileAWriterGoesOn() throws Exception {
    SplittableRandom random = Seed.random(this);
    MapMemtable memtable = new MapMemtable();
    for (int i = 0; i < 2000; i++) {
      memtable.put(Version.put("key" + random.nextInt(500), i + 1, "v" + i));
    }
    ReadView view = new ReadView(List.of(memtable), List.of());
    List<Version> before;
    try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, 2000)) {
      before = rest(scan);
    }
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      SplittableRandom own = random.split();
      Future<?> writer =
          pool.submit(
              () -> {
                for (int i = 2000; i < 60_000 && !stop.get(); i++) {
                  Slice key = Slice.utf8("key" + own.nextInt(600));
                  boolean put = own.nextInt(3) > 0;
                  memtable.put(
                      key,
                      i + 1,
                      put ? EntryKind.PUT : EntryKind.DELETE,
                      put ? Slice.utf8("later" + i) : Slice.EMPTY);
                }
              });
      List<Future<?>> readers = new ArrayList<>();
      for (boolean reverse : new boolean[] {false, true}) {
        List<Version> expected = new ArrayList<>(before);
        if (reverse) {
          Collections.reverse(expected);
        }
        readers.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 30; i++) {
                    try (MergeScan scan = new MergeScan(view, KeyRange.all(), reverse, 2000)) {
                      assertThat(rest(scan)).isEqualTo(expected);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
      stop.set(true);
      writer.get();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void manyThreadsScanTheSameTables() throws Exception {
    SplittableRandom seeds = Seed.random(this);
    try (RandomTree tree = new RandomTree(seeds)) {
      List<Version> expected = List.copyOf(tree.live(Long.MAX_VALUE).values());
      ExecutorService pool = Executors.newFixedThreadPool(4);
      try {
        List<Future<?>> readers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
          readers.add(
              pool.submit(
                  () -> {
                    for (int i = 0; i < 50; i++) {
                      try (MergeScan scan =
                          new MergeScan(tree.view, KeyRange.all(), false, Long.MAX_VALUE)) {
                        assertThat(rest(scan)).isEqualTo(expected);
                      }
                    }
                    return null;
                  }));
        }
        for (Future<?> reader : readers) {
          reader.get();
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }
}

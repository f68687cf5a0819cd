package io.kodiak.memtable.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.testkit.TestRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is special about a trie: growth, splits and depth, and that nobody notices. */
final class TrieMemtableTest {
  private final TrieMemtable memtable = new TrieMemtable(new EntryArena());
  private final TreeMap<Slice, Long> newest = new TreeMap<>();
  private long sequence;

  private void put(Slice key) {
    memtable.put(key, ++sequence, EntryKind.PUT, Slice.EMPTY);
    newest.put(key, sequence);
  }

  private static Slice bytes(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return Slice.of(array);
  }

  private static int[] shuffledBytes(SplittableRandom random) {
    int[] all = new int[256];
    for (int i = 0; i < all.length; i++) {
      int other = random.nextInt(i + 1);
      all[i] = all[other];
      all[other] = i;
    }
    return all;
  }

  private long found(Slice key) {
    EntryView view = new EntryView();
    return memtable.get(key, Long.MAX_VALUE, view) ? view.sequence() : -1;
  }

  private static List<Slice> keys(Cursor cursor, boolean on) {
    List<Slice> keys = new ArrayList<>();
    for (boolean more = on; more; more = cursor.next()) {
      keys.add(cursor.entry().keySlice().copy());
    }
    return keys;
  }

  private void expectAll() {
    newest.forEach((key, at) -> assertThat(found(key)).as("%s", key).isEqualTo(at));
    try (Cursor up = memtable.ascending();
        Cursor down = memtable.descending()) {
      assertThat(keys(up, up.first())).isEqualTo(new ArrayList<>(newest.keySet()));
      assertThat(keys(down, down.first())).isEqualTo(new ArrayList<>(newest.descendingKeySet()));
    }
  }

  @Test
  void aNodeOfEverySizeIsInOrder() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("aNodeOfEverySizeIsInOrder"));
    put(bytes('x'));
    for (int next : shuffledBytes(random)) {
      Slice absent = bytes('x', next);
      assertThat(found(absent)).isEqualTo(-1);
      put(absent);
      expectAll();
    }
    assertThat(Link.kind(memtable.tree().root())).isEqualTo(Link.NODE256);
  }

  @Test
  void seeksInANodeOfEverySizeFindTheirNeighbours() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("seeksInANodeOfEverySizeFindTheirNeighbours"));
    for (int next : shuffledBytes(random)) {
      put(bytes('x', next, 1));
      try (Cursor up = memtable.ascending();
          Cursor down = memtable.descending()) {
        for (int i = 0; i < 10; i++) {
          Slice key = bytes('x', random.nextInt(256), random.nextInt(3));
          assertThat(keys(up, up.seek(key))).isEqualTo(List.copyOf(newest.tailMap(key).keySet()));
          assertThat(keys(down, down.seek(key)))
              .isEqualTo(List.copyOf(newest.headMap(key, true).descendingKeySet()));
        }
      }
    }
  }

  @Test
  void cursorsGoOnThoughTheNodesTheyStandInGrow() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("cursorsGoOnThoughTheNodesTheyStandInGrow"));
    for (boolean ascending : new boolean[] {true, false}) {
      for (int early : new int[] {2, 4, 5, 16, 17, 48, 49, 200}) {
        TrieMemtable own = new TrieMemtable(new EntryArena());
        int[] order = shuffledBytes(random);
        BitSet there = new BitSet();
        for (int i = 0; i < early; i++) {
          own.put(bytes('x', order[i]), i + 1, EntryKind.PUT, Slice.EMPTY);
          there.set(order[i]);
        }
        try (Cursor cursor = ascending ? own.ascending() : own.descending()) {
          assertThat(cursor.first()).isTrue();
          BitSet seen = new BitSet();
          int added = early;
          Slice before = bytes(ascending ? 'a' : 'z');
          do {
            Slice key = cursor.entry().keySlice();
            assertThat(ascending ? before.compareTo(key) : key.compareTo(before)).isNegative();
            seen.set(key.byteAt(1) & 0xff);
            before = key;
            for (int i = 0; i < 40 && added < 256; i++, added++) {
              own.put(bytes('x', order[added]), added + 1, EntryKind.PUT, Slice.EMPTY);
              own.put(bytes('x', order[added], 7), added + 1000, EntryKind.PUT, Slice.EMPTY);
            }
          } while (cursor.next());
          there.andNot(seen);
          assertThat(there.isEmpty()).as("missed %s of %d", there, early).isTrue();
        }
      }
    }
  }

  @Test
  void keysThatBeginEachOtherHangFromOneWayDown() {
    byte[] nines = new byte[3_000];
    Arrays.fill(nines, (byte) '9');
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      put(Slice.of(nines, 0, 1 + random.nextInt(nines.length)));
    }
    newest.forEach((key, at) -> assertThat(found(key)).isEqualTo(at));
    try (Cursor up = memtable.ascending();
        Cursor down = memtable.descending()) {
      List<Slice> once = new ArrayList<>();
      for (Slice key : keys(up, up.first())) {
        if (once.isEmpty() || !once.get(once.size() - 1).equals(key)) {
          once.add(key);
        }
      }
      assertThat(once).isEqualTo(List.copyOf(newest.keySet()));
      assertThat(down.first()).isTrue();
      assertThat(down.entry().keySlice()).isEqualTo(newest.lastKey());
    }
  }

  @Test
  void theLongestKeysMayDifferInTheirLastByte() {
    byte[] long1 = new byte[Limits.MAX_KEY_BYTES];
    byte[] long2 = long1.clone();
    long2[long2.length - 1] = (byte) 0x80;
    put(Slice.of(long1));
    put(Slice.of(long2));
    put(Slice.of(long1, 0, long1.length - 1));
    put(Slice.of(long1, 0, 1));
    expectAll();
    assertThat(memtable.longestPrefix(Slice.of(long2), long2.length - 1, Long.MAX_VALUE))
        .isEqualTo(long2.length - 1);
    assertThat(memtable.tree().heapBytes()).as("no copies of prefixes").isLessThan(8_000);
  }

  @Test
  void bunchesOfKeysAndStrangersBetweenThemComeToTheirPlace() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("bunchesOfKeysAndStrangersBetweenThemComeToTheirPlace"));
    for (int i = 0; i < TestRun.scaled(5_000); i++) {
      String bunch = "bunch-" + "0123456789".substring(0, random.nextInt(10)) + random.nextInt(30);
      for (int j = random.nextInt(4); j >= 0; j--) {
        Slice key = Slice.utf8(bunch + "/item-" + random.nextInt(1_000) + "/tail");
        put(key.slice(0, random.nextInt(5) > 0 ? key.length() : 1 + random.nextInt(key.length())));
      }
    }
    newest.forEach((key, at) -> assertThat(found(key)).isEqualTo(at));
    try (Cursor up = memtable.ascending()) {
      assertThat(keys(up, up.first()).stream().distinct().toList())
          .isEqualTo(List.copyOf(newest.keySet()));
    }
  }

  @Test
  void readersFindEveryKeyWhileNodesOfAllSizesGrow() throws Exception {
    int count = TestRun.scaled(150_000);
    AtomicInteger published = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> all = new ArrayList<>();
      all.add(threads.submit(() -> write(count, published)));
      all.add(threads.submit(() -> read(count, published, new SplittableRandom(1))));
      all.add(threads.submit(() -> read(count, published, new SplittableRandom(2))));
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void write(int count, AtomicInteger published) {
    for (int i = 0; i < count; i++) {
      memtable.put(scattered(i), i + 1, EntryKind.PUT, Slice.EMPTY);
      published.set(i + 1);
    }
  }

  private void read(int count, AtomicInteger published, SplittableRandom random) {
    EntryView view = new EntryView();
    for (int there = 0; there < count; there = published.get()) {
      for (int i = 0; i < 100 && there > 0; i++) {
        int number = there - 1 - random.nextInt(Math.min(there, 5_000));
        Slice key = scattered(number);
        assertThat(memtable.get(key, Long.MAX_VALUE, view)).as("%d", number).isTrue();
        assertThat(view.sequence()).isEqualTo(number + 1);
        assertThat(memtable.longestPrefix(key, key.length(), Long.MAX_VALUE))
            .isEqualTo(key.length());
      }
    }
  }

  /** Keys of five bytes, each once, that fill nodes of all sizes at three depths. */
  private static Slice scattered(int i) {
    int mixed = i * 0x9E3779B1;
    return bytes(mixed >>> 28, mixed >>> 20, mixed >>> 12, mixed, mixed >>> 8);
  }
}

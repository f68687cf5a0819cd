package io.kodiak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What every memtable owes, as tests: extend this class, say which provider, and run it.
 *
 * <pre>{@code
 * final class AcmeMemtableTest extends MemtableContract {
 *   @Override
 *   protected MemtableProvider provider() {
 *     return new AcmeMemtableProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>It covers order, versions, tombstones, all byte values, every length, cursors in both
 * directions, prefixes, readers and snapshots beside the writer, and the accounting of bytes. A
 * memtable that is a {@link io.kodiak.api.PrefixMemtable} is asked for prefixes itself, any other
 * through its cursors. Some tests draw random data and print their seed: see {@link TestRun}. They
 * need about 500 MiB of heap.
 */
public abstract class MemtableContract extends MemtableSnapshotContract {
  /** For subclasses. */
  protected MemtableContract() {}

  @Test
  void emptyMemtableFindsNothing() {
    try (Memtable memtable = open()) {
      assertThat(find(memtable, "a", Limits.MAX_SEQUENCE)).isEqualTo("-");
      assertThat(memtable.entryCount()).isZero();
    }
  }

  @Test
  void findsTheNewestVersionAtOrBelowTheSnapshot() {
    try (Memtable memtable = open()) {
      put(memtable, "a", 1, "other");
      put(memtable, "k", 5, "five");
      put(memtable, "k", 9, "nine");
      put(memtable, "z", 10, "other");
      put(memtable, "k", 12, "twelve");
      assertThat(find(memtable, "k", 4)).isEqualTo("-");
      assertThat(find(memtable, "k", 5)).isEqualTo("five@5");
      assertThat(find(memtable, "k", 8)).isEqualTo("five@5");
      assertThat(find(memtable, "k", 9)).isEqualTo("nine@9");
      assertThat(find(memtable, "k", 11)).isEqualTo("nine@9");
      assertThat(find(memtable, "k", 12)).isEqualTo("twelve@12");
      assertThat(find(memtable, "k", Limits.MAX_SEQUENCE)).isEqualTo("twelve@12");
      assertThat(find(memtable, "k", Long.MAX_VALUE)).isEqualTo("twelve@12");
    }
  }

  @Test
  void findsTombstones() {
    try (Memtable memtable = open()) {
      put(memtable, "k", 1, "one");
      delete(memtable, "k", 2);
      put(memtable, "k", 3, "");
      delete(memtable, "never-put", 4);
      assertThat(find(memtable, "k", 1)).isEqualTo("one@1");
      assertThat(find(memtable, "k", 2)).isEqualTo("deleted@2");
      assertThat(find(memtable, "k", 3)).isEqualTo("@3");
      assertThat(find(memtable, "never-put", 4)).isEqualTo("deleted@4");
    }
  }

  @Test
  void leavesTheResultUnchangedWhenNothingIsFound() {
    try (Memtable memtable = open()) {
      put(memtable, "k", 7, "seven");
      EntryView view = new EntryView();
      byte[] before = "before".getBytes(UTF_8);
      view.key(before, 1, 2);
      view.version(42, EntryKind.DELETE);
      view.value(before, 3, 1);
      for (String absent : List.of("j", "k", "ka", "l", "k\0")) {
        long snapshot = absent.equals("k") ? 6 : Limits.MAX_SEQUENCE;
        assertThat(memtable.get(Slice.utf8(absent), snapshot, view)).as(absent).isFalse();
        assertThat(view.keyArray()).isSameAs(before);
        assertThat(view.keyOffset() + 10 * view.keyLength()).isEqualTo(21);
        assertThat(view.sequence()).isEqualTo(42);
        assertThat(view.kind()).isEqualTo(EntryKind.DELETE);
        assertThat(view.valueOffset() + 10 * view.valueLength()).isEqualTo(13);
      }
    }
  }

  @Test
  void tellsAKeyFromThoseThatItBegins() {
    try (Memtable memtable = open()) {
      long sequence = 0;
      List<String> keys = List.of("aaaaaaaaa", "a", "aaaaaaaa", "aa", "aaaaaaa", "aaaaaaaa\0", "b");
      for (String key : keys) {
        put(memtable, key, ++sequence, key);
      }
      for (String key : keys) {
        assertThat(find(memtable, key, 100)).startsWith(key + "@");
      }
      assertThat(find(memtable, "aaa", 100)).isEqualTo("-");
      assertThat(find(memtable, "a\0", 100)).isEqualTo("-");
    }
  }

  @Test
  void takesEveryByteInKeysAndValues() {
    RandomEntries source = new RandomEntries(1);
    TreeSet<Entry> expected = new TreeSet<>();
    for (int i = 0; i < 1 << 16; i++) {
      byte[] key = i < 256 ? new byte[] {(byte) i} : new byte[] {(byte) (i >> 8), (byte) i};
      byte[] value = {(byte) i, (byte) (i >> 8)};
      expected.add(Entry.put(Slice.of(key), i + 1, Slice.of(value)));
    }
    Entry[] shuffled = expected.toArray(Entry[]::new);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int other = source.random().nextInt(i + 1);
      Entry swapped = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = swapped;
    }
    long sequence = 0;
    try (Memtable memtable = open()) {
      for (Entry entry : shuffled) {
        memtable.put(entry.key(), ++sequence, EntryKind.PUT, entry.value());
      }
      EntryView view = new EntryView();
      try (Cursor cursor = memtable.ascending()) {
        boolean on = cursor.first();
        for (Entry entry : expected) {
          assertThat(on).isTrue();
          assertThat(cursor.entry().keySlice()).isEqualTo(entry.key());
          assertThat(cursor.entry().valueSlice()).isEqualTo(entry.value());
          assertThat(memtable.get(entry.key(), sequence, view)).isTrue();
          assertThat(view.valueSlice()).isEqualTo(entry.value());
          on = cursor.next();
        }
        assertThat(on).isFalse();
      }
    }
  }

  @Test
  void takesKeysOfEveryLength() {
    RandomEntries source = new RandomEntries(2);
    byte[] bytes = source.bytes(Limits.MAX_KEY_BYTES);
    try (Memtable memtable = open()) {
      for (int length = 1; length <= bytes.length; length = nextLength(length, bytes.length)) {
        memtable.put(Slice.of(bytes, 0, length), length, EntryKind.PUT, Slice.utf8("v" + length));
      }
      for (int length = 1; length <= bytes.length; length = nextLength(length, bytes.length)) {
        EntryView view = new EntryView();
        assertThat(memtable.get(Slice.of(bytes, 0, length), Long.MAX_VALUE, view)).isTrue();
        assertThat(view.valueSlice()).as("length %d", length).isEqualTo(Slice.utf8("v" + length));
        assertThat(view.keyLength()).isEqualTo(length);
      }
    }
  }

  private static int nextLength(int length, int last) {
    return length < 1200 || length >= last - 3 ? length + 1 : Math.min(last - 3, length + 997);
  }

  @Test
  void takesValuesFromEmptyToTheLargest() {
    byte[] bytes = new RandomEntries(3).bytes(Limits.MAX_VALUE_BYTES);
    int[] lengths = {0, 1, 127, 128, 4096, 65535, 65536, (1 << 20) + 1, 5 << 20, bytes.length};
    try (Memtable memtable = open()) {
      for (int i = 0; i < lengths.length; i++) {
        put(memtable, Entry.put(Slice.utf8("k" + i), i + 1, Slice.of(bytes, 0, lengths[i])));
      }
      EntryView view = new EntryView();
      for (int i = 0; i < lengths.length; i++) {
        assertThat(memtable.get(Slice.utf8("k" + i), Long.MAX_VALUE, view)).isTrue();
        assertThat(view.valueSlice().equals(Slice.of(bytes, 0, lengths[i])))
            .as("value of %d bytes", lengths[i])
            .isTrue();
      }
    }
  }

  @Test
  void copiesTheBytesBeforeItReturns() {
    byte[] key = new byte[12];
    byte[] value = new byte[12];
    try (Memtable memtable = open()) {
      for (int i = 1; i <= 100; i++) {
        Arrays.fill(key, (byte) i);
        Arrays.fill(value, (byte) -i);
        memtable.put(Slice.of(key, 2, 5), i, EntryKind.PUT, Slice.of(value, 1, 4));
      }
      Arrays.fill(key, (byte) 0);
      Arrays.fill(value, (byte) 0);
      EntryView view = new EntryView();
      for (int i = 1; i <= 100; i++) {
        byte[] sought = new byte[5];
        Arrays.fill(sought, (byte) i);
        assertThat(memtable.get(Slice.of(sought), 1000, view)).as("key %d", i).isTrue();
        assertThat(view.valueSlice().toByteArray()).containsOnly(-i).hasSize(4);
      }
    }
  }

  @Test
  void takesTheLargestSequences() {
    try (Memtable memtable = open()) {
      put(memtable, "k", 1, "first");
      put(memtable, "k", 1L << 40, "middle");
      put(memtable, "k", Limits.MAX_SEQUENCE - 1, "late");
      delete(memtable, "k", Limits.MAX_SEQUENCE);
      assertThat(find(memtable, "k", (1L << 40) - 1)).isEqualTo("first@1");
      assertThat(find(memtable, "k", Limits.MAX_SEQUENCE - 2)).isEqualTo("middle@" + (1L << 40));
      assertThat(find(memtable, "k", Limits.MAX_SEQUENCE - 1)).startsWith("late@");
      assertThat(find(memtable, "k", Limits.MAX_SEQUENCE)).startsWith("deleted@");
    }
  }

  @Test
  void whatWasFoundStaysValidUntilClose() {
    try (Memtable memtable = open()) {
      Entry early = Entry.put(Slice.utf8("early"), 1, Slice.of(new byte[500]));
      put(memtable, early);
      EntryView view = new EntryView();
      assertThat(memtable.get(early.key(), 1, view)).isTrue();
      RandomEntries source = new RandomEntries(4, 2);
      filled(memtable, source.next(20_000));
      put(memtable, "early", source.sequence() + 1, "replaced");
      assertThat(early.isShownBy(view)).isTrue();
    }
  }

  @Test
  void randomEntriesAreFoundAtEverySnapshot() {
    long seed = TestRun.seed("randomEntriesAreFoundAtEverySnapshot");
    RandomEntries source = new RandomEntries(seed);
    List<Entry> entries = source.next(TestRun.scaled(4_000));
    NavigableSet<Entry> model = sorted(entries);
    try (Memtable memtable = filled(open(), entries)) {
      EntryView view = new EntryView();
      for (int i = 0; i < TestRun.scaled(20_000); i++) {
        Slice key = source.key();
        long snapshot = source.random().nextLong(source.sequence() + 2);
        Entry expected = model.ceiling(Entry.delete(key, snapshot));
        boolean exists = expected != null && expected.key().equals(key);
        assertThat(memtable.get(key, snapshot, view))
            .as("%s at %d", key, snapshot)
            .isEqualTo(exists);
        if (exists) {
          assertThat(expected.isShownBy(view)).as("%s, found %s", expected, view).isTrue();
        }
      }
      assertThat(memtable.entryCount()).isEqualTo(entries.size());
    }
  }

  @Test
  void countsEveryVersionAndTombstone() {
    try (Memtable memtable = open()) {
      put(memtable, "a", 1, "x");
      put(memtable, "a", 2, "y");
      delete(memtable, "a", 3);
      delete(memtable, "b", 4);
      assertThat(memtable.entryCount()).isEqualTo(4);
    }
  }

  @Test
  void bytesUsedGrowsOnlyAndCoversTheContent() {
    RandomEntries source = new RandomEntries(5);
    try (Memtable memtable = open()) {
      long content = 0;
      long before = memtable.bytesUsed();
      assertThat(before).isNotNegative();
      for (int i = 0; i < 20_000; i++) {
        Entry entry = source.next();
        put(memtable, entry);
        content += entry.key().length() + entry.value().length() + Long.BYTES;
        long now = memtable.bytesUsed();
        assertThat(now).isGreaterThanOrEqualTo(Math.max(before, content));
        before = now;
      }
      long perEntry = 512;
      assertThat(before).isLessThan(FLUSH_BYTES + 2 * content + 20_000 * perEntry);
    }
  }

  @Test
  void theFlushSizeIsNoLimitAndNoAllocation() {
    MemtableFactory factory = create();
    for (long flushBytes : new long[] {1, 4096, 1L << 30, 1L << 45}) {
      try (Memtable memtable = factory.create(flushBytes)) {
        assertThat(memtable.bytesUsed()).isLessThan(64 << 20);
        filled(memtable, plain(2_000));
        assertThat(find(memtable, "key777", 5_000)).isEqualTo("value777@777");
        assertThat(memtable.entryCount()).isEqualTo(2_000);
      }
    }
  }

  @Test
  void memtablesOfOneFactoryAreApart() {
    MemtableFactory factory = create();
    try (Memtable one = factory.create(FLUSH_BYTES);
        Memtable other = factory.create(FLUSH_BYTES)) {
      put(one, "k", 1, "one");
      put(other, "k", 2, "other");
      put(other, "only", 3, "here");
      assertThat(find(one, "k", 9)).isEqualTo("one@1");
      assertThat(find(other, "k", 9)).isEqualTo("other@2");
      assertThat(find(one, "only", 9)).isEqualTo("-");
      assertThat(one.entryCount()).isEqualTo(1);
    }
  }

  @Test
  void closesWhetherEmptyOrFull() {
    open().close();
    filled(open(), plain(1_000)).close();
  }
}

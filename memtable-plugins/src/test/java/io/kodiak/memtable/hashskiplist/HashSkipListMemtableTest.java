package io.kodiak.memtable.hashskiplist;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TestSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Groups of all sizes make one order, and the indexes find what is in them. */
final class HashSkipListMemtableTest {
  private static HashSkipListMemtable filled(int prefixLength, Iterable<Slice> keys) {
    HashSkipListMemtable memtable = new HashSkipListMemtable(new EntryArena(), prefixLength);
    long sequence = 0;
    for (Slice key : keys) {
      memtable.put(key, ++sequence, EntryKind.PUT, Slice.EMPTY);
    }
    return memtable;
  }

  private static List<Slice> all(Cursor cursor) {
    List<Slice> keys = new ArrayList<>();
    for (boolean on = cursor.first(); on; on = cursor.next()) {
      keys.add(cursor.entry().keySlice().copy());
    }
    return keys;
  }

  @Test
  void groupsAndShorterKeysMakeOneOrderWhateverThePrefixLength() {
    Random random =
        new Random(TestRun.seed("groupsAndShorterKeysMakeOneOrderWhateverThePrefixLength"));
    for (int prefixLength = 1; prefixLength <= 10; prefixLength++) {
      TreeSet<Slice> model = new TreeSet<>();
      for (int i = 0; i < 2_000; i++) {
        byte[] key = new byte[1 + random.nextInt(9)];
        for (int at = 0; at < key.length; at++) {
          key[at] = (byte) (random.nextInt(3) - 1);
        }
        model.add(Slice.of(key));
      }
      List<Slice> shuffled = new ArrayList<>(model);
      Collections.shuffle(shuffled, random);
      try (HashSkipListMemtable memtable = filled(prefixLength, shuffled)) {
        assertThat(all(memtable.ascending())).containsExactlyElementsOf(model);
        assertThat(all(memtable.descending())).containsExactlyElementsOf(model.descendingSet());
      }
    }
  }

  @Test
  void oneGroupWithEverythingAndAGroupForEachKeyAreBothFound() {
    int count = TestRun.scaled(20_000);
    for (String pattern : List.of("one-group/%08d", "%08d-each")) {
      List<Slice> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        keys.add(Slice.utf8(pattern.formatted(2 * i)));
      }
      Collections.shuffle(keys, new Random(1));
      try (HashSkipListMemtable memtable = filled(8, keys)) {
        EntryView view = new EntryView();
        for (int i = 0; i < count; i++) {
          assertThat(memtable.get(keys.get(i), Long.MAX_VALUE, view)).isTrue();
          assertThat(view.sequence()).isEqualTo(i + 1);
          Slice absent = Slice.utf8(pattern.formatted(2 * i + 1));
          assertThat(memtable.get(absent, Long.MAX_VALUE, view)).isFalse();
        }
      }
    }
  }

  @Test
  void aGroupOfManyEntriesIsSearchedInFewSteps() {
    int count = 1 << 14;
    List<Slice> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(Slice.utf8("one-group/%08d".formatted(i)));
    }
    Collections.shuffle(keys, new Random(1));
    try (HashSkipListMemtable memtable = filled(8, keys)) {
      assertThat(memtable.list().levelsOf(keys.get(0))).isBetween(10, 15);
    }
  }

  @Test
  void groupsOfOneEntryCostLittle() {
    int count = 50_000;
    List<Slice> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(Slice.utf8("%08d".formatted(i)));
    }
    try (HashSkipListMemtable memtable = filled(8, keys)) {
      assertThat(memtable.bytesUsed() / count).as("bytes an entry").isLessThan(130);
    }
  }

  @Test
  void thePrefixLengthIsASetting() {
    HashSkipListProvider provider = new HashSkipListProvider();
    TestSettings settings = TestSettings.of(Map.of("prefix-length", 2L));
    try (HashSkipListMemtable memtable =
        (HashSkipListMemtable) provider.create(settings).create(1)) {
      memtable.put(Slice.utf8("ab1"), 1, EntryKind.PUT, Slice.EMPTY);
      memtable.put(Slice.utf8("ab2"), 2, EntryKind.PUT, Slice.EMPTY);
      memtable.put(Slice.utf8("ac1"), 3, EntryKind.PUT, Slice.EMPTY);
      memtable.put(Slice.utf8("a"), 4, EntryKind.PUT, Slice.EMPTY);
      assertThat(memtable.list().groupCount()).isEqualTo(3);
    }
  }

  @Test
  void nodesOfOneHashAreAllInTheIndex() {
    HashIndex index = new HashIndex();
    for (int node = 1; node <= 100; node++) {
      index.add(42, node);
      index.add(node << 8 | 42, 1_000 + node);
    }
    long[] segment = index.segment(42);
    List<Integer> nodes = new ArrayList<>();
    for (int at = HashIndex.slot(segment, 42); at >= 0; at = HashIndex.slotAfter(segment, at, 42)) {
      nodes.add(HashIndex.node(segment, at));
    }
    assertThat(nodes).hasSize(100).doesNotHaveDuplicates().allMatch(node -> node <= 100);
    assertThat(HashIndex.slot(index.segment(43), 43)).isNegative();
  }
}

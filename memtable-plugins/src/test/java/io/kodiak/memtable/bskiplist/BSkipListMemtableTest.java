package io.kodiak.memtable.bskiplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.SortedWords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How heights and full nodes cut the list, and that nobody notices. */
final class BSkipListMemtableTest {
  private final BSkipListMemtable memtable = new BSkipListMemtable(new EntryArena());
  private final Nodes nodes = memtable.list().nodes();
  private long sequence;

  private void put(String key) {
    memtable.put(Slice.utf8(key), ++sequence, EntryKind.PUT, Slice.utf8("value of " + key));
  }

  private void put(int count, IntFunction<String> key) {
    for (int i = 0; i < count; i++) {
      put(key.apply(i));
    }
  }

  private static String scattered(int i) {
    return String.format("%08x", i * 0x9E3779B1);
  }

  private static String rising(int i) {
    return String.format("%08d", i);
  }

  /** The numbers of the nodes on a level, from the head. */
  private List<Integer> level(int level) {
    List<Integer> numbers = new ArrayList<>();
    int node = level;
    while (node != SortedWords.NO_REFERENCE) {
      numbers.add(node);
      node = SortedWords.reference(Nodes.next(nodes.run(node)));
    }
    return numbers;
  }

  private List<Integer> references(int node) {
    long[] run = nodes.run(node);
    List<Integer> references = new ArrayList<>();
    for (int i = 0; i < SortedWords.count(run); i++) {
      references.add(SortedWords.reference(run[SortedWords.first(run) + i]));
    }
    return references;
  }

  private void expectSound() {
    List<Integer> below = level(0);
    for (int level = 1; level < memtable.list().height(); level++) {
      List<Integer> named = new ArrayList<>();
      level(level).forEach(node -> named.addAll(references(node)));
      assertThat(below).as("nodes below level %d", level).containsSubsequence(named);
      below = level(level);
      for (int node : below) {
        int first = Nodes.header(nodes.run(references(node).get(0)));
        assertThat(Nodes.header(nodes.run(node))).isEqualTo(first);
      }
    }
    List<Integer> leaves = level(0);
    for (int i = 1; i < leaves.size(); i++) {
      long[] run = nodes.run(leaves.get(i));
      assertThat(Nodes.previous(run)).isEqualTo(leaves.get(i - 1));
      assertThat(references(leaves.get(i)).get(0)).isEqualTo(Nodes.header(run));
    }
    assertThat(Nodes.previous(nodes.run(Nodes.HEAD))).isEqualTo(leaves.get(leaves.size() - 1));
  }

  private void expectAll(int count, IntFunction<String> key) {
    EntryView view = new EntryView();
    for (int i = 0; i < count; i++) {
      Slice sought = Slice.utf8(key.apply(i));
      boolean found = memtable.get(sought, sequence, view);
      if (!found || !view.valueSlice().equals(Slice.utf8("value of " + key.apply(i)))) {
        fail("%s, found %s", sought, found ? view : "nothing");
      }
    }
  }

  @Test
  void levelsAreAsMuchShorterAsHeightsSay() {
    int count = 50_000;
    put(count, BSkipListMemtableTest::scattered);
    expectSound();
    expectAll(count, BSkipListMemtableTest::scattered);
    long words = level(1).stream().mapToInt(node -> references(node).size()).sum();
    assertThat(words)
        .isBetween(
            count * 4L / 5 / BSkipList.ENTRIES_PER_NODE,
            count * 6L / 5 / BSkipList.ENTRIES_PER_NODE);
    assertThat(memtable.list().height()).isBetween(3, 5);
  }

  @Test
  void theOrderOfKeysChangesLittle() {
    int count = 20_000;
    put(count, BSkipListMemtableTest::rising);
    expectSound();
    expectAll(count, BSkipListMemtableTest::rising);
    BSkipListMemtable falling = new BSkipListMemtable(new EntryArena());
    for (int i = 1; i <= count; i++) {
      Slice key = Slice.utf8(rising(count - i));
      falling.put(key, i, EntryKind.PUT, Slice.utf8("value of " + rising(count - i)));
    }
    assertThat((double) falling.bytesUsed() / memtable.bytesUsed()).isBetween(0.9, 1.1);
  }

  @Test
  void fullNodesAreCutAndFoundThroughTheirLink() {
    put(20_000, BSkipListMemtableTest::scattered);
    List<Integer> named = new ArrayList<>();
    level(1).forEach(node -> named.addAll(references(node)));
    assertThat(level(0)).as("nodes that no height began").hasSizeGreaterThan(named.size());
    for (int node : level(0)) {
      assertThat(references(node)).hasSizeLessThanOrEqualTo(BSkipList.LARGEST_NODE + 1);
    }
    expectAll(20_000, BSkipListMemtableTest::scattered);
  }

  @Test
  void manyVersionsOfOneKeyGoOverManyNodes() {
    int versions = 10 * BSkipList.LARGEST_NODE;
    put("before");
    put(versions, i -> "hot");
    put("later");
    expectSound();
    EntryView view = new EntryView();
    for (long snapshot = 2; snapshot <= versions + 1; snapshot++) {
      assertThat(memtable.get(Slice.utf8("hot"), snapshot, view)).isTrue();
      assertThat(view.sequence()).isEqualTo(snapshot);
    }
    assertThat(memtable.get(Slice.utf8("hot"), 1, view)).isFalse();
  }

  @Test
  void cursorsInNodesThatAreCutShowAllThatWasThere() {
    for (boolean ascending : new boolean[] {true, false}) {
      BSkipListMemtable own = new BSkipListMemtable(new EntryArena());
      int early = 15_000;
      for (int i = 1; i <= early; i++) {
        own.put(Slice.utf8(scattered(i)), i, EntryKind.PUT, Slice.EMPTY);
      }
      try (Cursor cursor = ascending ? own.ascending() : own.descending()) {
        assertThat(cursor.first()).isTrue();
        int more = early;
        int seen = 0;
        do {
          seen += cursor.entry().sequence() <= early ? 1 : 0;
          own.put(Slice.utf8(scattered(++more)), more, EntryKind.PUT, Slice.EMPTY);
        } while (cursor.next());
        assertThat(seen).isEqualTo(early);
      }
    }
  }
}

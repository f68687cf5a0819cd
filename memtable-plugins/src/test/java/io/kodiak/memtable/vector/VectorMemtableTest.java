package io.kodiak.memtable.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** Versions are found without the order, and the order is made when it is asked for. */
final class VectorMemtableTest {
  private final VectorMemtable memtable = new VectorMemtable(new EntryArena());
  private final EntryView view = new EntryView();
  private long sequence;

  private void put(String key) {
    memtable.put(Slice.utf8(key), ++sequence, EntryKind.PUT, Slice.utf8("of " + key));
  }

  @Test
  void everyVersionOfAKeyIsFoundThroughJumps() {
    int versions = 20_000;
    put("before");
    for (int i = 0; i < versions; i++) {
      put("hot");
    }
    for (long snapshot = 2; snapshot <= versions + 1; snapshot++) {
      assertThat(memtable.get(Slice.utf8("hot"), snapshot, view)).isTrue();
      assertThat(view.sequence()).isEqualTo(snapshot);
    }
    assertThat(memtable.get(Slice.utf8("hot"), 1, view)).isFalse();
  }

  @Test
  void versionsOfManyKeysStayApart() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("versionsOfManyKeysStayApart"));
    List<List<Long>> written = new ArrayList<>();
    int keys = 50;
    for (int i = 0; i < keys; i++) {
      written.add(new ArrayList<>());
    }
    for (int i = 0; i < 10_000; i++) {
      int key = random.nextInt(1 + random.nextInt(keys));
      put("key" + key);
      written.get(key).add(sequence);
    }
    for (int key = 0; key < keys; key++) {
      long expected = -1;
      int next = 0;
      List<Long> versions = written.get(key);
      for (long snapshot = 0; snapshot <= sequence; snapshot += 1 + random.nextInt(50)) {
        while (next < versions.size() && versions.get(next) <= snapshot) {
          expected = versions.get(next++);
        }
        assertThat(memtable.get(Slice.utf8("key" + key), snapshot, view)).isEqualTo(expected > 0);
        assertThat(expected < 0 || view.sequence() == expected).isTrue();
      }
    }
  }

  @Test
  void cursorsBetweenPutsShowExactlyWhatWasThere() {
    long seed = TestRun.seed("cursorsBetweenPutsShowExactlyWhatWasThere");
    RandomEntries source = new RandomEntries(seed);
    TreeSet<Entry> model = new TreeSet<>();
    for (int round = 0; round < 60; round++) {
      for (Entry entry : source.next(1 + source.random().nextInt(round % 20 == 9 ? 3_000 : 100))) {
        memtable.put(entry.key(), entry.sequence(), entry.kind(), entry.value());
        model.add(entry);
      }
      try (Cursor cursor = memtable.ascending()) {
        boolean on = cursor.first();
        for (Entry entry : model) {
          assertThat(on && entry.isShownBy(cursor.entry())).as("%s", entry).isTrue();
          on = cursor.next();
        }
        assertThat(on).isFalse();
      }
    }
  }

  @Test
  void theOrderCountsAsSoonAsItIsMade() {
    RandomEntries source = new RandomEntries(1);
    for (int i = 0; i < 50_000; i++) {
      memtable.put(Slice.of(source.bytes(8)), ++sequence, EntryKind.PUT, Slice.EMPTY);
    }
    long before = memtable.bytesUsed();
    assertThat(memtable.descending().first()).isTrue();
    assertThat(memtable.bytesUsed()).isGreaterThanOrEqualTo(before + 4 * 50_000);
    long retained = GraphLayout.parseInstance(memtable).totalSize();
    assertThat((double) memtable.bytesUsed() / retained).isBetween(0.95, 1.05);
  }
}

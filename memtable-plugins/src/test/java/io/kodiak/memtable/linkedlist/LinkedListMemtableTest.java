package io.kodiak.memtable.linkedlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A walk over tags finds what a walk over entries would. */
final class LinkedListMemtableTest {
  @Test
  void aChunkFindsEveryPlaceOfATagAndNoOther() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("aChunkFindsEveryPlaceOfATagAndNoOther"));
    int capacity = 256;
    for (int round = 0; round < 50; round++) {
      Chunk chunk = new Chunk(null, 1_000, capacity);
      int filled = random.nextInt(capacity + 1);
      long[] tags = new long[filled];
      for (int i = 0; i < filled; i++) {
        tags[i] = Chunk.tag(random.nextLong(-3, 3) << 48);
        chunk.set(1_000 + i, i, tags[i]);
      }
      for (int kind = -3; kind < 3; kind++) {
        long tag = Chunk.tag((long) kind << 48);
        for (int place = 0; place <= capacity; place++) {
          int expected = Math.min(place, filled) - 1;
          while (expected >= 0 && tags[expected] != tag) {
            expected--;
          }
          assertThat(chunk.before(place, tag)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void noKeyHasTheTagOfAnEmptyPlace() {
    assertThat(Chunk.tag(0)).isEqualTo(0x0001_0001_0001_0001L);
    assertThat(Chunk.tag(-1)).isEqualTo(-1);
    assertThat(new Chunk(null, 0, 64).before(64, Chunk.tag(0))).isEqualTo(-1);
  }

  @Test
  void entriesOfEveryChunkAreFoundAndOrdered() {
    RandomEntries source = new RandomEntries(TestRun.seed("entriesOfEveryChunkAreFoundAndOrdered"));
    LinkedListMemtable memtable = new LinkedListMemtable(new EntryArena());
    TreeSet<Entry> model = new TreeSet<>();
    EntryView view = new EntryView();
    for (int i = 0; i < 12_000; i++) {
      Entry entry = source.next();
      memtable.put(entry.key(), entry.sequence(), entry.kind(), entry.value());
      model.add(entry);
      if (i % 1_001 == 0) {
        try (Cursor cursor = memtable.ascending()) {
          boolean on = cursor.first();
          for (Entry expected : model) {
            assertThat(on && expected.isShownBy(cursor.entry())).as("%s", expected).isTrue();
            on = cursor.next();
          }
          assertThat(on).isFalse();
        }
      }
    }
    for (Entry entry : model) {
      assertThat(memtable.get(entry.key(), entry.sequence(), view)).isTrue();
      assertThat(entry.isShownBy(view)).as("%s", entry).isTrue();
    }
  }

  @Test
  void anEntryCostsSixBytesBesideItself() {
    LinkedListMemtable memtable = new LinkedListMemtable(new EntryArena());
    int count = 200_000;
    Slice value = Slice.of(new byte[20]);
    for (int i = 1; i <= count; i++) {
      memtable.put(Slice.utf8("key" + i), i, EntryKind.PUT, value);
    }
    long entry = 12 + 9 + 20 + 3;
    assertThat((double) memtable.bytesUsed() / count).isBetween(entry + 2.0, entry + 8.0);
  }
}

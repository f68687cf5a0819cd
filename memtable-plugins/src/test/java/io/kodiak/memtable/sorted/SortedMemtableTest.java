package io.kodiak.memtable.sorted;

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

/** How chunks and tiers are filled and split, and that nobody notices. */
final class SortedMemtableTest {
  private final SortedMemtable memtable = new SortedMemtable(new EntryArena());
  private long sequence;

  private void put(String key) {
    memtable.put(Slice.utf8(key), ++sequence, EntryKind.PUT, Slice.utf8("value of " + key));
  }

  private void put(int count, IntFunction<String> key) {
    for (int i = 0; i < count; i++) {
      put(key.apply(i));
    }
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

  private static String scattered(int i) {
    return String.format("%08x", i * 0x9E3779B1);
  }

  private List<long[]> chunks() {
    List<long[]> chunks = new ArrayList<>();
    Tier<Tier<long[]>> row = memtable.chunks().tiers();
    for (int t = 0; t < row.size(); t++) {
      Tier<long[]> tier = row.child(t);
      assertThat(tier.size()).isBetween(1, SortedChunks.LARGEST_TIER);
      for (int c = 0; c < tier.size(); c++) {
        chunks.add(tier.child(c));
        assertThat(SortedWords.count(tier.child(c))).isBetween(1, SortedChunks.LARGEST_CHUNK);
      }
    }
    return chunks;
  }

  /** The part of the words in all chunks that is in use. */
  private double fill() {
    long words = chunks().stream().mapToLong(SortedWords::count).sum();
    return (double) words / chunks().stream().mapToLong(SortedWords::capacity).sum();
  }

  @Test
  void randomKeysFillTheirChunksWell() {
    put(40_000, SortedMemtableTest::scattered);
    expectAll(40_000, SortedMemtableTest::scattered);
    assertThat(fill()).isGreaterThan(0.85);
    assertThat(memtable.chunks().tiers().size()).as("tiers").isGreaterThan(1);
  }

  @Test
  void risingKeysFillTheirChunksAll() {
    IntFunction<String> key = i -> String.format("%08d", i);
    put(20_000, key);
    expectAll(20_000, key);
    assertThat(fill()).isGreaterThan(0.99);
    assertThat(chunks()).hasSizeLessThan(20_000 / SortedChunks.LARGEST_CHUNK + 2);
  }

  @Test
  void fallingKeysFillTheirChunksAll() {
    IntFunction<String> key = i -> String.format("%08d", 20_000 - i);
    put(20_000, key);
    expectAll(20_000, key);
    assertThat(fill()).isGreaterThan(0.99);
  }

  @Test
  void keysThatRiseInManyPlacesFillTheirChunks() {
    IntFunction<String> key = i -> "stream" + (i % 30 + 10) + "/" + String.format("%08d", i);
    for (int stream = 0; stream < 30; stream++) {
      int first = stream;
      put(1_500, i -> key.apply(30 * i + first));
    }
    expectAll(45_000, key);
    assertThat(fill()).isGreaterThan(0.95);
    assertThat(chunks()).hasSizeLessThan(45_000 / SortedChunks.LARGEST_CHUNK * 5 / 4);
  }

  @Test
  void versionsOfOneKeyGoOnInTheNextChunk() {
    int versions = 4 * SortedChunks.LARGEST_CHUNK;
    put("before");
    put(versions, i -> "hot");
    put("later");
    EntryView view = new EntryView();
    for (long snapshot = 2; snapshot <= versions + 1; snapshot++) {
      assertThat(memtable.get(Slice.utf8("hot"), snapshot, view)).isTrue();
      assertThat(view.sequence()).isEqualTo(snapshot);
    }
    assertThat(memtable.get(Slice.utf8("hot"), 1, view)).isFalse();
    assertThat(chunks()).hasSizeGreaterThan(4);
  }

  @Test
  void cursorsThatBeganBeforeSplitsShowAllThatWasThere() {
    for (boolean ascending : new boolean[] {true, false}) {
      SortedMemtable own = new SortedMemtable(new EntryArena());
      int early = 15_000;
      for (int i = 1; i <= early; i++) {
        own.put(Slice.utf8(scattered(i)), i, EntryKind.PUT, Slice.EMPTY);
      }
      try (Cursor cursor = ascending ? own.ascending() : own.descending()) {
        assertThat(cursor.first()).isTrue();
        Tier<Tier<long[]>> before = own.chunks().tiers();
        int more = early;
        int seen = 0;
        do {
          seen += cursor.entry().sequence() <= early ? 1 : 0;
          for (int i = 0; i < 3; i++) {
            own.put(Slice.utf8(scattered(++more)), more, EntryKind.PUT, Slice.EMPTY);
          }
        } while (cursor.next());
        assertThat(own.chunks().tiers()).isNotSameAs(before);
        assertThat(seen).isEqualTo(early);
      }
    }
  }
}

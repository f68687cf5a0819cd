package io.kodiak.memtable.towers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.testkit.TestRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Keys that are hard to tell apart by codes are kept in order all the same. */
public abstract class TowersContract {
  /** An empty memtable. */
  protected abstract Memtable open();

  private static Slice of(Random random, int length, int... bytes) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) bytes[random.nextInt(bytes.length)];
    }
    return Slice.of(key);
  }

  private void expectOrder(String name, int count, Function<Random, Slice> source) {
    Random random = new Random(TestRun.seed(name));
    try (Memtable memtable = open()) {
      TreeMap<Slice, Long> model = new TreeMap<>();
      EntryView view = new EntryView();
      for (long sequence = 1; sequence <= count; sequence++) {
        Slice key = source.apply(random);
        memtable.put(key, sequence, EntryKind.PUT, Slice.EMPTY);
        model.put(key, sequence);
        assertThat(memtable.get(key, sequence, view)).as("%s", key).isTrue();
        assertThat(view.sequence()).isEqualTo(sequence);
      }
      for (int i = 0; i < count; i++) {
        Slice key = source.apply(random);
        boolean found = memtable.get(key, Long.MAX_VALUE, view);
        assertThat(found ? (Long) view.sequence() : null).as("%s", key).isEqualTo(model.get(key));
        expectSeek(memtable, key, model.ceilingKey(key), true);
        expectSeek(memtable, key, model.floorKey(key), false);
      }
      List<Slice> keys = new ArrayList<>();
      try (Cursor cursor = memtable.ascending()) {
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          Slice key = cursor.entry().keySlice().copy();
          if (keys.isEmpty() || !keys.get(keys.size() - 1).equals(key)) {
            keys.add(key);
          }
        }
      }
      assertThat(keys).containsExactlyElementsOf(model.keySet());
    }
  }

  private static void expectSeek(Memtable memtable, Slice key, Slice expected, boolean ascending) {
    try (Cursor cursor = ascending ? memtable.ascending() : memtable.descending()) {
      boolean found = cursor.seek(key);
      assertThat(found ? cursor.entry().keySlice() : null)
          .as("seek %s, ascending %s", key, ascending)
          .isEqualTo(expected);
    }
  }

  @Test
  void keysOfZerosAndOnes() {
    int count = TestRun.scaled(3_000);
    expectOrder("keysOfZerosAndOnes", count, random -> of(random, 1 + random.nextInt(12), 0, 1));
  }

  @Test
  void keysOfTheLeastAndGreatestBytes() {
    int count = TestRun.scaled(3_000);
    expectOrder(
        "keysOfTheLeastAndGreatestBytes",
        count,
        random -> of(random, 1 + random.nextInt(20), 0, -1, -1, -1));
  }

  @Test
  void keysThatShareMoreThanACodeOrAPieceCanSay() {
    expectOrder(
        "keysThatShareMoreThanACodeOrAPieceCanSay",
        TestRun.scaled(1_500),
        random -> {
          int[] lengths = {200, 250, 255, 260, 1000, 1020, 1023, 1024, 1030, 3000};
          byte[] key = new byte[lengths[random.nextInt(lengths.length)] + random.nextInt(4)];
          Arrays.fill(key, (byte) 7);
          for (int i = random.nextInt(3); i > 0; i--) {
            key[key.length - 1 - random.nextInt(Math.min(key.length, 12))] =
                (byte) random.nextInt(3);
          }
          return Slice.of(key);
        });
  }

  @Test
  void keysOfManyGroupsWithLongPrefixes() {
    expectOrder(
        "keysOfManyGroupsWithLongPrefixes",
        TestRun.scaled(5_000),
        random ->
            Slice.utf8(
                "https://host-%d.example/section-%d/item-%d"
                    .formatted(random.nextInt(30), random.nextInt(20), random.nextInt(50))));
  }

  @Test
  void streamsThatRiseAndFall() {
    long[] clock = {1_000_000};
    expectOrder(
        "streamsThatRiseAndFall",
        TestRun.scaled(5_000),
        random -> {
          int stream = random.nextInt(6);
          long time = stream % 2 == 0 ? clock[0]++ : 2_000_000 - clock[0]++;
          return Slice.utf8("stream-%d/%012d".formatted(stream, time - random.nextInt(8)));
        });
  }

  @Test
  void oldVersionsOfHotKeysAreFound() {
    try (Memtable memtable = open()) {
      int versions = 20_000;
      List<Slice> keys = List.of(Slice.utf8("a"), Slice.utf8("hot-key-of-some-length"));
      for (int i = 1; i <= versions; i++) {
        memtable.put(keys.get(i & 1), i, EntryKind.PUT, Slice.EMPTY);
      }
      EntryView view = new EntryView();
      for (int snapshot = 2; snapshot < versions; snapshot += 37) {
        for (Slice key : keys) {
          assertThat(memtable.get(key, snapshot, view)).isTrue();
          boolean isItsTurn = keys.get(snapshot & 1).equals(key);
          assertThat(view.sequence()).isEqualTo(isItsTurn ? snapshot : snapshot - 1);
        }
      }
    }
  }
}

package io.kodiak.memtable.arena;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryArenaTest {
  private final EntryArena arena = new EntryArena();

  private int add(Entry entry) {
    return arena.add(entry.key(), entry.sequence(), entry.kind(), entry.value());
  }

  private void expect(Entry entry, int reference) {
    EntryView view = new EntryView();
    arena.read(reference, view);
    assertThat(entry.isShownBy(view)).as("%s, read %s", entry, view).isTrue();
    assertThat(arena.sequence(reference)).isEqualTo(entry.sequence());
    byte[] key = entry.key().toByteArray();
    assertThat(arena.compareKey(reference, key, 0, key.length)).isZero();
  }

  @Test
  void givesBackRandomEntries() {
    RandomEntries source = new RandomEntries(TestRun.seed("givesBackRandomEntries"));
    List<Entry> entries = source.next(TestRun.scaled(5_000));
    int[] references = entries.stream().mapToInt(this::add).toArray();
    for (int i = 0; i < references.length; i++) {
      expect(entries.get(i), references[i]);
    }
  }

  @Test
  void givesBackEntriesAtTheBoundsOfEachHeaderAndSlab() {
    int[] keyLengths = {1, 2047, 2048, Limits.MAX_KEY_BYTES};
    int[] valueLengths = {
      0,
      1,
      (16 << 10) - 30,
      32 << 10,
      (32 << 10) - 29,
      262_115,
      (1 << 20) - 1,
      1 << 20,
      (1 << 20) + 1
    };
    RandomEntries source = new RandomEntries(1);
    long sequence = Limits.MAX_SEQUENCE - 100;
    for (int keyLength : keyLengths) {
      for (int valueLength : valueLengths) {
        Slice key = Slice.of(source.bytes(keyLength));
        Entry entry = Entry.put(key, ++sequence, Slice.of(source.bytes(valueLength)));
        int reference = add(entry);
        add(Entry.delete(key, ++sequence));
        expect(entry, reference);
      }
    }
  }

  @Test
  void ordersByKeyUpAndSequenceDown() {
    int reference = add(Entry.put(Slice.utf8("key"), 5, Slice.EMPTY));
    byte[] key = Slice.utf8("key").toByteArray();
    byte[] lower = Slice.utf8("ke").toByteArray();
    byte[] higher = Slice.utf8("key0").toByteArray();
    assertThat(arena.compare(reference, key, 0, 3, 5)).isZero();
    assertThat(arena.compare(reference, key, 0, 3, 6)).isPositive();
    assertThat(arena.compare(reference, key, 0, 3, 4)).isNegative();
    assertThat(arena.compare(reference, lower, 0, 2, 4)).isPositive();
    assertThat(arena.compare(reference, higher, 0, 4, 6)).isNegative();
  }

  @Test
  void tellsWhereKeysDiffer() {
    RandomEntries source = new RandomEntries(TestRun.seed("tellsWhereKeysDiffer"));
    for (int i = 0; i < TestRun.scaled(20_000); i++) {
      Slice own = source.key();
      Slice key = source.key();
      int reference = add(Entry.delete(own, i + 1));
      int most = source.random().nextInt(own.length()) + 1;
      Slice counted = own.slice(0, most);
      int shared =
          Slice.commonPrefix(
              own.array(), own.offset(), most, key.array(), key.offset(), key.length());
      int known = source.random().nextInt(shared + 1);
      int difference =
          arena.difference(reference, most, key.array(), key.offset(), key.length(), known);
      int order = Integer.signum(counted.compareTo(key));
      assertThat(difference).as("%s, %s", counted, key).isEqualTo(order * (shared + 1));
    }
  }

  @Test
  void wastesLittle() {
    long content = 0;
    for (int i = 1; i <= 20_000; i++) {
      Slice value = Slice.of(new byte[i % 3_000]);
      arena.add(Slice.utf8("0123456789"), i, EntryKind.PUT, value);
      content += 10 + value.length() + 12;
    }
    assertThat(arena.heapBytes()).isBetween(content, content + content / 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {20 << 10, 40 << 10, 100 << 10, 300 << 10})
  void wastesLittleOnLargeEntries(int valueBytes) {
    long content = 0;
    for (int i = 1; content < 64 << 20; i++) {
      arena.add(Slice.utf8("key"), i, EntryKind.PUT, Slice.of(new byte[valueBytes - i % 1000]));
      content += valueBytes - i % 1000;
    }
    assertThat(arena.heapBytes()).isBetween(content, content + content / 8);
    arena.clear();
  }

  @Test
  void usesTheSlabsOfClosedArenasAndNeverThoseOfOpenOnes() {
    RandomEntries source = new RandomEntries(TestRun.seed("usesTheSlabsOfClosedArenas"));
    EntryArena open = new EntryArena();
    List<Entry> kept = source.next(20_000);
    int[] references =
        kept.stream()
            .mapToInt(each -> open.add(each.key(), each.sequence(), each.kind(), each.value()))
            .toArray();
    for (int round = 0; round < 4; round++) {
      EntryArena other = new EntryArena();
      Slice value = Slice.of(new byte[1000]);
      for (int i = 1; other.heapBytes() < 24 << 20; i++) {
        other.add(Slice.utf8("key"), i, EntryKind.PUT, value);
      }
      other.clear();
    }
    EntryView view = new EntryView();
    for (int i = 0; i < references.length; i++) {
      open.read(references[i], view);
      assertThat(kept.get(i).isShownBy(view)).as("%s, read %s", kept.get(i), view).isTrue();
    }
  }
}

package io.kodiak.memtable.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Sorting gives the order of the contract, whatever the keys and whatever the order before. */
final class EntrySortTest {
  private static final int MANY = 20_000;

  private final EntryArena arena = new EntryArena();
  private final SplittableRandom random = new SplittableRandom(3);
  private long sequence;

  private int add(Slice key) {
    return arena.add(key, ++sequence, EntryKind.PUT, Slice.EMPTY);
  }

  private int[] added(int count, IntFunction<Slice> key) {
    int[] references = new int[count];
    for (int i = 0; i < count; i++) {
      references[i] = add(key.apply(i));
    }
    return references;
  }

  private int[] shuffled(int[] references) {
    int[] shuffled = references.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int reference = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = reference;
    }
    return shuffled;
  }

  private static int[] reversed(int[] references) {
    int[] reversed = new int[references.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = references[references.length - 1 - i];
    }
    return reversed;
  }

  /** Sorts them as they are, sorted, turned around and shuffled, and compares neighbours. */
  private void expectOrder(int[] references) {
    int[] sorted = references.clone();
    EntrySort.sort(arena, sorted, 0, sorted.length);
    expectStrictOrder(sorted);
    for (int[] other :
        new int[][] {
          sorted.clone(), reversed(references), reversed(sorted), shuffled(references)
        }) {
      EntrySort.sort(arena, other, 0, other.length);
      assertThat(Arrays.equals(other, sorted)).isTrue();
    }
    int[] before = references.clone();
    int[] after = sorted.clone();
    Arrays.sort(before);
    Arrays.sort(after);
    assertThat(Arrays.equals(before, after)).as("the same entries").isTrue();
  }

  private void expectStrictOrder(int[] sorted) {
    EntryView view = new EntryView();
    for (int i = 1; i < sorted.length; i++) {
      arena.read(sorted[i], view);
      int order =
          arena.compare(
              sorted[i - 1], view.keyArray(), view.keyOffset(), view.keyLength(), view.sequence());
      assertThat(order).as("before %s", view).isNegative();
    }
  }

  @Test
  void nothingAndLittle() {
    expectOrder(new int[0]);
    expectOrder(added(1, i -> Slice.utf8("a")));
    expectOrder(added(2, i -> Slice.utf8("b")));
    expectOrder(added(3, i -> Slice.utf8("c" + -i)));
  }

  @Test
  void sortsOnlyTheRange() {
    int[] references = added(100, i -> Slice.utf8(Integer.toString(1_000 - i)));
    int[] sorted = references.clone();
    EntrySort.sort(arena, sorted, 10, 90);
    assertThat(sorted).startsWith(Arrays.copyOf(references, 10));
    assertThat(sorted).endsWith(Arrays.copyOfRange(references, 90, 100));
    expectStrictOrder(Arrays.copyOfRange(sorted, 10, 90));
  }

  @Test
  void randomEntries() {
    RandomEntries source = new RandomEntries(TestRun.seed("randomEntries"));
    for (int count = 2; count <= TestRun.scaled(20_000); count = count * 3 + 1) {
      expectOrder(added(count, i -> source.key()));
    }
  }

  @Test
  void manyVersionsOfOneKey() {
    expectOrder(added(MANY, i -> Slice.utf8("the only key, and not a short one")));
  }

  @Test
  void manyVersionsOfAFewKeys() {
    expectOrder(added(MANY, i -> Slice.utf8("key " + random.nextInt(20))));
  }

  @Test
  void keysThatDifferLate() {
    String prefix = "https://www.example.com/a/rather/long/path/that/all/keys/share/";
    expectOrder(added(MANY, i -> Slice.utf8(prefix + random.nextInt(1 << 30))));
    expectOrder(added(MANY, i -> Slice.utf8(prefix.repeat(3) + random.nextInt(5_000) + prefix)));
  }

  @Test
  void oneKeyWithoutThePrefixOfAllOthers() {
    for (int place : new int[] {0, 1, MANY / 2, MANY - 1}) {
      for (String stranger : new String[] {"zz", "common/", "common", "", "commoo"}) {
        Slice unlike = Slice.utf8(stranger + "!");
        expectOrder(added(999, i -> i == place ? unlike : Slice.utf8("common/" + i)));
      }
    }
  }

  @Test
  void zerosAtTheEndAreNoPadding() {
    expectOrder(added(3_000, i -> Slice.of(new byte[1 + random.nextInt(200)])));
    expectOrder(
        added(
            MANY,
            i -> {
              byte[] key = new byte[1 + random.nextInt(40)];
              key[random.nextInt(key.length)] = (byte) random.nextInt(3);
              return Slice.of(key);
            }));
  }

  @Test
  void everyKeyBeginsWithTheOneBefore() {
    expectOrder(added(2_000, i -> Slice.utf8("ab".repeat(1 + i * 7 % 2_000))));
  }

  @Test
  void everyByteValueCountsAsUnsigned() {
    expectOrder(
        added(
            MANY,
            i -> {
              byte[] key = new byte[1 + random.nextInt(18)];
              random.nextBytes(key);
              return Slice.of(key);
            }));
  }

  @Test
  void companionsGoWithTheirReferences() {
    int count = 5_000;
    int[] references = added(count, i -> Slice.utf8("key " + random.nextInt(700)));
    long[] items = new long[count];
    for (int i = 0; i < count; i++) {
      items[i] = SortedEntries.item(references[i], ~references[i]);
    }
    SortedEntries sorted = SortedEntries.withCompanions(arena, items);
    for (int i = 0; i < count; i++) {
      assertThat(sorted.companion(i)).isEqualTo(~sorted.reference(i));
    }
  }
}

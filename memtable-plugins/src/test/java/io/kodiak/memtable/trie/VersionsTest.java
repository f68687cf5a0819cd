package io.kodiak.memtable.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import org.junit.jupiter.api.Test;

/** The versions of a key are a list that is searched in few steps. */
final class VersionsTest {
  private static final Slice KEY = Slice.utf8("hot");
  private static final int COUNT = 20_000;

  private final EntryArena entries = new EntryArena();
  private final IntArena arena = new IntArena();
  private final Versions versions = new Versions(arena, entries);

  VersionsTest() {
    arena.reserve(1);
  }

  /** Versions of the sequences 10, 20, 30 and so on. */
  private int filled(int count) {
    int newest = Link.NONE;
    for (int i = 1; i <= count; i++) {
      int entry = entries.add(KEY, 10L * i, EntryKind.PUT, Slice.EMPTY);
      newest = i == 1 ? versions.first(entry) : versions.next(entry, newest);
    }
    return newest;
  }

  @Test
  void findsTheNewestOfAtMostASequence() {
    int newest = filled(COUNT);
    for (int i = 1; i <= COUNT; i++) {
      for (long sequence : new long[] {10L * i, 10L * i + 9}) {
        int found = versions.atMost(newest, sequence);
        assertThat(entries.sequence(versions.entry(found))).isEqualTo(10L * i);
      }
    }
    assertThat(versions.atMost(newest, 9)).isEqualTo(Link.NONE);
  }

  @Test
  void findsEveryNumber() {
    int newest = filled(COUNT);
    int version = newest;
    for (int number = COUNT - 1; number >= 0; number--) {
      assertThat(versions.number(version)).isEqualTo(number);
      assertThat(versions.numbered(newest, number)).isEqualTo(version);
      version = versions.older(version);
    }
    assertThat(version).isEqualTo(Link.NONE);
  }

  @Test
  void anyVersionIsFewStepsAway() {
    int newest = filled(COUNT);
    int most = 0;
    for (int number = 0; number < COUNT; number++) {
      int steps = 0;
      for (int at = newest; versions.number(at) > number; steps++) {
        int jump = versions.jump(at);
        at = versions.number(jump) >= number ? jump : versions.older(at);
      }
      most = Math.max(most, steps);
    }
    assertThat(most)
        .as("steps")
        .isLessThan(3 * (Integer.SIZE - Integer.numberOfLeadingZeros(COUNT)));
  }

  @Test
  void aSingleVersionTakesNoRoomUnlessItsReferenceIsLarge() {
    long before = arena.reserve(1);
    int direct = versions.first(Integer.MAX_VALUE);
    assertThat((long) arena.reserve(1)).isEqualTo(before + 2);
    assertThat(versions.entry(direct)).isEqualTo(Integer.MAX_VALUE);
    assertThat(versions.number(direct)).isZero();
    int large = versions.first(-5);
    assertThat(Link.isNode(large) || Link.isEntry(large)).isFalse();
    assertThat(versions.entry(large)).isEqualTo(-5);
    assertThat(versions.number(large)).isZero();
    assertThat(versions.older(large)).isEqualTo(Link.NONE);
    int next = versions.next(-4, large);
    assertThat(versions.numbered(next, 0)).isEqualTo(large);
    assertThat(versions.entry(next)).isEqualTo(-4);
  }
}

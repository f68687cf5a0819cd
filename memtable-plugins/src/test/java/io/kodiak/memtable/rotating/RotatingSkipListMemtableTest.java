package io.kodiak.memtable.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the list adapts to its keys, and that nobody notices. */
final class RotatingSkipListMemtableTest {
  private static final String PREFIX = "a/prefix/that/all/keys/share/";

  @Test
  void equalDigestsAreRareThoughKeysShareALongPrefix() {
    int count = 1 << 14;
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      Lists.put(memtable, PREFIX + Lists.scattered(i, count), i + 1);
      assertThat(memtable.bytesUsed()).isGreaterThanOrEqualTo(bytes);
      bytes = memtable.bytesUsed();
    }
    assertThat(memtable.list().ties()).isLessThan(count / 8);
    Lists.expectSound(memtable);
    Lists.expectBalance(memtable);
    for (int i = 0; i < count; i++) {
      assertThat(Lists.holds(memtable, PREFIX + Lists.scattered(i, count))).isTrue();
    }
    assertThat(Lists.holds(memtable, PREFIX)).isFalse();
  }

  @Test
  void risingKeysOutgrowThePrefixThatTheFirstOnesShare() {
    int count = 20_000;
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
    for (int i = 0; i < count; i++) {
      Lists.put(memtable, String.format("%016d", i), i + 1);
    }
    assertThat(memtable.list().ties()).isLessThan(count);
    Lists.expectSound(memtable);
    for (int i = 0; i < count; i++) {
      assertThat(Lists.holds(memtable, String.format("%016d", i))).isTrue();
    }
  }

  @Test
  void aListUnderMaintenanceIsBuiltAgainLater() {
    RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
    RotatingSkipList first = memtable.list();
    assertThat(first.maintenance().tryStop()).isTrue();
    for (int i = 1; i <= 100; i++) {
      Lists.put(memtable, PREFIX + i * 37 % 100, i);
    }
    assertThat(memtable.list()).isSameAs(first);
    first.maintenance().resume();
    Lists.put(memtable, PREFIX + "and one more", 101);
    assertThat(memtable.list()).isNotSameAs(first);
    assertThat(first.maintenance().isStopped()).isTrue();
    Lists.expectSound(memtable);
    Lists.expectBalance(memtable);
    for (int i = 1; i <= 100; i++) {
      assertThat(Lists.holds(memtable, PREFIX + i * 37 % 100)).isTrue();
    }
  }

  @Test
  void cursorsThatBeganOnAnEarlierListFinishThere() {
    for (boolean ascending : new boolean[] {true, false}) {
      RotatingSkipListMemtable memtable = Lists.memtable(Lists.AT_ONCE);
      int early = 40;
      for (int i = 1; i <= early; i++) {
        memtable.put(Slice.utf8("key" + i), i, EntryKind.PUT, Slice.EMPTY);
      }
      try (Cursor cursor = ascending ? memtable.ascending() : memtable.descending()) {
        assertThat(cursor.first()).isTrue();
        RotatingSkipList before = memtable.list();
        for (int i = early + 1; i <= 5_000; i++) {
          memtable.put(Slice.utf8(PREFIX + i), i, EntryKind.PUT, Slice.EMPTY);
        }
        assertThat(memtable.list()).isNotSameAs(before);
        List<Long> seen = new ArrayList<>();
        do {
          seen.add(cursor.entry().sequence());
        } while (cursor.next());
        for (long i = 1; i <= early; i++) {
          assertThat(seen).contains(i);
        }
        assertThat(cursor.seek(Slice.utf8(PREFIX + 4999))).isTrue();
        assertThat(cursor.entry().sequence()).isEqualTo(4999);
      }
    }
  }
}

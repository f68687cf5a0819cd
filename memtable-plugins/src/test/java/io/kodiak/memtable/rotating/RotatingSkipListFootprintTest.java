package io.kodiak.memtable.rotating;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.FootprintContract;
import org.junit.jupiter.api.Test;

/**
 * The rotating skip list says the truth of its size. All maintenance is done within a put, so that
 * nothing changes between the question and the count.
 */
final class RotatingSkipListFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new ProviderWith(0.25, Lists.AT_ONCE);
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 180;
  }

  @Test
  void saysTheTruthOfAnIndexThatGrowsAfterTheLastPut() {
    int grown = 0;
    for (int count = 100; count <= 3_000; count += 100) {
      RotatingSkipListMemtable memtable = Lists.memtable(Lists.NEVER);
      for (int i = 1; i <= count; i++) {
        memtable.put(Slice.utf8("key" + i * 7919L % count), i, EntryKind.PUT, Slice.EMPTY);
      }
      expectTruth(memtable);
      long before = memtable.bytesUsed();
      Lists.maintain(memtable);
      grown += memtable.bytesUsed() > before ? 1 : 0;
      expectTruth(memtable);
    }
    assertThat(grown).isPositive();
  }

  @Test
  void saysTheTruthOfSmallEntriesWhoseIndexRotates() {
    RotatingSkipListMemtable memtable =
        new RotatingSkipListMemtable(new EntryArena(), 0.25, Lists.AT_ONCE);
    for (int i = 1; i <= 40_000; i++) {
      int number = i * 7919;
      byte[] key = {(byte) (number >> 16), (byte) (number >> 8), (byte) number};
      memtable.put(Slice.of(key), i, EntryKind.PUT, Slice.EMPTY);
      if (i % 5_000 == 0) {
        expectTruth(memtable);
      }
    }
    assertThat(memtable.list().index().zero()).isPositive();
  }
}

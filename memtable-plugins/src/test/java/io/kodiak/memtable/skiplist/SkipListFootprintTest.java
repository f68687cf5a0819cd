package io.kodiak.memtable.skiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The skip list says the truth of its size. */
final class SkipListFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new SkipListProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 175;
  }
}

package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The enhanced skip list says the truth of its size. */
final class EnhancedSkipListFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new EnhancedSkipListProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 165;
  }
}

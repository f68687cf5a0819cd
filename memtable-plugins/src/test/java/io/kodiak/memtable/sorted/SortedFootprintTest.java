package io.kodiak.memtable.sorted;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The sorted chunks say the truth of their size. */
final class SortedFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new SortedProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 145;
  }
}

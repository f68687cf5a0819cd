package io.kodiak.memtable.hashskiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The hash skip list says the truth of its size. */
final class HashSkipListFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new HashSkipListProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 250;
  }
}

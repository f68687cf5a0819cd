package io.kodiak.memtable.bskiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The B-skip list says the truth of its size. */
final class BSkipListFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new BSkipListProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 145;
  }
}

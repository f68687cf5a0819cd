package io.kodiak.memtable.hashlinkedlist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The hash linked list says the truth of its size. */
final class HashLinkedListFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new HashLinkedListProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 225;
  }
}

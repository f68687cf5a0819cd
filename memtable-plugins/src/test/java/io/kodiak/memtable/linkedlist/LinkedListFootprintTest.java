package io.kodiak.memtable.linkedlist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The linked list says the truth of its size. */
final class LinkedListFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new LinkedListProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 145;
  }
}

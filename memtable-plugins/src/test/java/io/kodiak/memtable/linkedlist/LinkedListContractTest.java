package io.kodiak.memtable.linkedlist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The linked list keeps the contract of memtables. */
final class LinkedListContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new LinkedListProvider();
  }
}

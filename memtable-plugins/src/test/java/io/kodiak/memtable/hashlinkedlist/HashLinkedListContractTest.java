package io.kodiak.memtable.hashlinkedlist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The hash linked list keeps the contract of memtables. */
final class HashLinkedListContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new HashLinkedListProvider();
  }
}

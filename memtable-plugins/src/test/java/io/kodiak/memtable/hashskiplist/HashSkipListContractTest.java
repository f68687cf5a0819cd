package io.kodiak.memtable.hashskiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The hash skip list keeps the contract of memtables. */
final class HashSkipListContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new HashSkipListProvider();
  }
}

package io.kodiak.memtable.skiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The skip list keeps the contract of memtables. */
final class SkipListContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new SkipListProvider();
  }
}

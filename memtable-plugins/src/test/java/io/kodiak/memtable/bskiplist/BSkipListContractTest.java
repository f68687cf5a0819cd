package io.kodiak.memtable.bskiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The B-skip list keeps the contract of memtables. */
final class BSkipListContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new BSkipListProvider();
  }
}

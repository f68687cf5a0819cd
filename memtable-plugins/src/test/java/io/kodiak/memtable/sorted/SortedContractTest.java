package io.kodiak.memtable.sorted;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The sorted chunks keep the contract of memtables. */
final class SortedContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new SortedProvider();
  }
}

package io.kodiak.memtable.rotating;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The rotating skip list keeps the contract of memtables while the thread maintains it. */
final class RotatingSkipListContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new RotatingSkipListProvider();
  }
}

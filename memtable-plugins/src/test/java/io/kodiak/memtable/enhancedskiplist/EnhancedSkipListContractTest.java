package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The enhanced skip list keeps the contract of memtables. */
final class EnhancedSkipListContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new EnhancedSkipListProvider();
  }
}

package io.kodiak.memtable.hashlinkedlist;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;
import java.util.Map;

/** The hash linked list keeps the contract of memtables with lists that are long, too. */
final class HashLinkedListShortPrefixContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new HashLinkedListProvider();
  }

  @Override
  protected Map<String, ?> settings() {
    return Map.of("prefix-length", 1);
  }
}

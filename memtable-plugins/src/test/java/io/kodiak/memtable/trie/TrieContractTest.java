package io.kodiak.memtable.trie;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The trie keeps the contract of memtables. */
final class TrieContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new TrieProvider();
  }
}

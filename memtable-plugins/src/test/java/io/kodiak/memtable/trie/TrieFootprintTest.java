package io.kodiak.memtable.trie;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The trie says the truth of its size. */
final class TrieFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new TrieProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 155;
  }
}

package io.kodiak.memtable.trie;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code trie}. It has no settings. */
public final class TrieProvider implements MemtableProvider {
  /** For the service loader. */
  public TrieProvider() {}

  @Override
  public String name() {
    return "trie";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new TrieMemtable(new EntryArena(flushBytes));
  }
}

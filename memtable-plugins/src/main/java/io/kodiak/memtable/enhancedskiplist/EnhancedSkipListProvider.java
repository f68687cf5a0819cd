package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code enhanced-skiplist}. It has no settings. */
public final class EnhancedSkipListProvider implements MemtableProvider {
  /** For the service loader. */
  public EnhancedSkipListProvider() {}

  @Override
  public String name() {
    return "enhanced-skiplist";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new EnhancedSkipListMemtable(new EntryArena(flushBytes));
  }
}

package io.kodiak.memtable.skiplist;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code skiplist}. It has no settings. */
public final class SkipListProvider implements MemtableProvider {
  /** For the service loader. */
  public SkipListProvider() {}

  @Override
  public String name() {
    return "skiplist";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new SkipListMemtable(new EntryArena(flushBytes));
  }
}

package io.kodiak.memtable.bskiplist;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code b-skiplist}. It has no settings. */
public final class BSkipListProvider implements MemtableProvider {
  /** For the service loader. */
  public BSkipListProvider() {}

  @Override
  public String name() {
    return "b-skiplist";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new BSkipListMemtable(new EntryArena(flushBytes));
  }
}

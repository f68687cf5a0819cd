package io.kodiak.memtable.sorted;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code sorted}. It has no settings. */
public final class SortedProvider implements MemtableProvider {
  /** For the service loader. */
  public SortedProvider() {}

  @Override
  public String name() {
    return "sorted";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new SortedMemtable(new EntryArena(flushBytes));
  }
}

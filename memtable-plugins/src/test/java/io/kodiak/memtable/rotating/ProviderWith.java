package io.kodiak.memtable.rotating;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** A provider of lists whose maintenance is up to the test. */
record ProviderWith(double indexShare, Upkeep upkeep) implements MemtableProvider {
  @Override
  public String name() {
    return "rotating-skiplist";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes ->
        new RotatingSkipListMemtable(new EntryArena(flushBytes), indexShare, upkeep);
  }
}

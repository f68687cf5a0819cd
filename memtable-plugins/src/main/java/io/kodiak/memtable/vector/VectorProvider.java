package io.kodiak.memtable.vector;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code vector}. It has no settings. */
public final class VectorProvider implements MemtableProvider {
  /** For the service loader. */
  public VectorProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new VectorMemtable(new EntryArena(flushBytes));
  }
}

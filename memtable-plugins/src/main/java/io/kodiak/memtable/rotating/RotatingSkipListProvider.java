package io.kodiak.memtable.rotating;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code rotating-skiplist}. */
public final class RotatingSkipListProvider implements MemtableProvider {
  /** For the service loader. */
  public RotatingSkipListProvider() {}

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
    double indexShare = settings.decimal("index-share", 0.25, 0.05, 1);
    return flushBytes ->
        new RotatingSkipListMemtable(
            new EntryArena(flushBytes), indexShare, MaintenanceThread::wanted);
  }
}

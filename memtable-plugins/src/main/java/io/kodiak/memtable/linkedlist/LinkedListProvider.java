package io.kodiak.memtable.linkedlist;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/** The memtable {@code linked-list}. It has no settings. */
public final class LinkedListProvider implements MemtableProvider {
  /** For the service loader. */
  public LinkedListProvider() {}

  @Override
  public String name() {
    return "linked-list";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new LinkedListMemtable(new EntryArena(flushBytes));
  }
}

package com.acme.treemap;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/** The entry point: its name, the version of the interface, and its settings. */
public final class TreeMapProvider implements MemtableProvider {
  @Override
  public String name() {
    return "acme-treemap";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    boolean fair = settings.flag("fair", false);
    return flushBytes -> new TreeMapMemtable(fair);
  }
}

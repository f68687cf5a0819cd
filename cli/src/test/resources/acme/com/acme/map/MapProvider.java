package com.acme.map;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

public final class MapProvider implements MemtableProvider {
  @Override
  public String name() {
    return "acme-map";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    String greeting = settings.text("greeting", "hello");
    return flushBytes -> {
      System.err.println("acme-map says " + greeting);
      return new MapMemtable();
    };
  }
}

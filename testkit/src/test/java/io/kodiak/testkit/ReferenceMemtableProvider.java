package io.kodiak.testkit;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/** Makes reference memtables with one fault, or none. */
record ReferenceMemtableProvider(MemtableFault fault) implements MemtableProvider {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    return flushBytes -> new ReferenceMemtable(fault);
  }
}

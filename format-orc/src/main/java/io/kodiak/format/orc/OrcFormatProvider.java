package io.kodiak.format.orc;

import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/** The plug-in {@code orc}. */
public final class OrcFormatProvider implements SSTableFormatProvider {
  @Override
  public String name() {
    return "orc";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public SSTableFormat create(Settings settings) {
    return new OrcFormat(OrcOptions.of(settings));
  }
}

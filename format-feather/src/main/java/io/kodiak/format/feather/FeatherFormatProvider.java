package io.kodiak.format.feather;

import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/** The plug-in {@code feather}. */
public final class FeatherFormatProvider implements SSTableFormatProvider {
  /** For the service loader. */
  public FeatherFormatProvider() {}

  @Override
  public String name() {
    return "feather";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public SSTableFormat create(Settings settings) {
    return new FeatherFormat(FeatherOptions.of(settings));
  }
}

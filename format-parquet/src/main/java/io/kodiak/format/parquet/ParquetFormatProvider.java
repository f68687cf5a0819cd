package io.kodiak.format.parquet;

import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/** The plug-in {@code parquet}. */
public final class ParquetFormatProvider implements SSTableFormatProvider {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public SSTableFormat create(Settings settings) {
    return new ParquetFormat(ParquetOptions.of(settings));
  }
}

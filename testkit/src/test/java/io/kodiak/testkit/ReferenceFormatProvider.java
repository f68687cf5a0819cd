package io.kodiak.testkit;

import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/** Makes reference formats with one fault, or none. */
record ReferenceFormatProvider(FormatFault fault) implements SSTableFormatProvider {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public SSTableFormat create(Settings settings) {
    boolean compress = settings.flag("compress", false);
    long level = settings.number("level", 3, 1, 22);
    if (fault == FormatFault.ASKS_FOR_SETTINGS_IT_NEVER_DECLARED && !compress && level == 3) {
      settings.section("compression").flag("fast", level > 3);
    }
    return new ReferenceFormat(fault);
  }
}

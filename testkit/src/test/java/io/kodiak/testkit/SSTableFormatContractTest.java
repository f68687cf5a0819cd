package io.kodiak.testkit;

import io.kodiak.api.SSTableFormatProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of formats lets a correct one pass and catches every fault that is planted. */
final class SSTableFormatContractTest {
  private static FormatFault planted = FormatFault.NONE;

  /** The contract over a format without fault. */
  @Nested
  final class OfACorrectFormat extends SSTableFormatContract {
    @Override
    protected SSTableFormatProvider provider() {
      return new ReferenceFormatProvider(FormatFault.NONE);
    }
  }

  /** The contract over a format with the planted fault; run only from here. */
  static final class OfAFaultyFormat extends SSTableFormatContract {
    @Override
    protected SSTableFormatProvider provider() {
      return new ReferenceFormatProvider(planted);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedFaultIsSeen(FormatFault fault) {
    planted = fault;
    PlantedFaults.assertSeen(OfAFaultyFormat.class, fault.seenBy());
  }
}

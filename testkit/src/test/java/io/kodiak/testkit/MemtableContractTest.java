package io.kodiak.testkit;

import io.kodiak.api.MemtableProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of memtables lets a correct one pass and catches every fault that is planted. */
final class MemtableContractTest {
  private static MemtableFault planted = MemtableFault.NONE;

  /** The contract over a memtable without fault. */
  @Nested
  final class OfACorrectMemtable extends MemtableContract {
    @Override
    protected MemtableProvider provider() {
      return new ReferenceMemtableProvider(MemtableFault.NONE);
    }
  }

  /** The contract over a memtable with the planted fault; run only from here. */
  static final class OfAFaultyMemtable extends MemtableContract {
    @Override
    protected MemtableProvider provider() {
      return new ReferenceMemtableProvider(planted);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedFaultIsSeen(MemtableFault fault) {
    planted = fault;
    PlantedFaults.assertSeen(OfAFaultyMemtable.class, fault.seenBy());
  }
}

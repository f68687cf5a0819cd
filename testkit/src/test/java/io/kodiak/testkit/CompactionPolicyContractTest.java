package io.kodiak.testkit;

import io.kodiak.api.CompactionPolicyProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of policies lets a correct one pass and catches every fault that is planted. */
final class CompactionPolicyContractTest {
  private static PolicyFault planted = PolicyFault.NONE;

  /** The contract over a policy without fault. */
  @Nested
  final class OfACorrectPolicy extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new ReferencePolicyProvider(PolicyFault.NONE);
    }
  }

  /** The contract over a policy with the planted fault; run only from here. */
  static final class OfAFaultyPolicy extends CompactionPolicyContract {
    @Override
    protected CompactionPolicyProvider provider() {
      return new ReferencePolicyProvider(planted);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedFaultIsSeen(PolicyFault fault) {
    planted = fault;
    PlantedFaults.assertSeen(OfAFaultyPolicy.class, fault.seenBy());
  }
}

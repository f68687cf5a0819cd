package io.kodiak.testkit;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/** Makes reference policies with one fault, or none. */
record ReferencePolicyProvider(PolicyFault fault) implements CompactionPolicyProvider {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public CompactionPolicy create(Settings settings) {
    return new ReferencePolicy(fault);
  }
}

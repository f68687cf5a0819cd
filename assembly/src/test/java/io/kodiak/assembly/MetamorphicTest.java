package io.kodiak.assembly;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.testkit.MetamorphicContract;
import java.util.List;

/** Databases composed of the installed plug-ins answer as the model, whatever the combination. */
final class MetamorphicTest extends MetamorphicContract {
  @Override
  protected List<CompactionPolicyProvider> policies() {
    return super.policies().stream()
        .map(policy -> policy.name().equals("unified") ? new VariedScaling(policy) : policy)
        .toList();
  }
}

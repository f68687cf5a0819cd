package io.kodiak.examples;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.examples.plugin.MergeAllProvider;
import io.kodiak.testkit.CompactionPolicyContract;

/** Proves the plug-in from the README as its author would. */
class MergeAllTest extends CompactionPolicyContract {
  @Override
  protected CompactionPolicyProvider provider() {
    return new MergeAllProvider();
  }
}

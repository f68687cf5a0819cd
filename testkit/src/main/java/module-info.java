import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.SSTableFormatProvider;

/** Contract tests for plug-in authors, fault injection and the model store. */
module io.kodiak.testkit {
  exports io.kodiak.testkit;

  // JUnit calls the tests that contracts bring, which are not public.
  opens io.kodiak.testkit;

  requires transitive io.kodiak.api;
  requires transitive io.kodiak.engine;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires transitive org.assertj.core;
  requires jdk.management;
  requires static org.jspecify;

  uses CompactionPolicyProvider;
  uses MemtableProvider;
  uses SSTableFormatProvider;
}

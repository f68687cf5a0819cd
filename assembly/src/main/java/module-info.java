import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.SSTableFormatProvider;

/** Composes an engine from plug-ins by a HOCON file: the library to embed. */
module io.kodiak.assembly {
  exports io.kodiak.assembly;

  requires transitive io.kodiak.api;
  requires transitive io.kodiak.engine;
  requires org.slf4j;
  requires typesafe.config;
  requires static org.jspecify;

  uses CompactionPolicyProvider;
  uses MemtableProvider;
  uses SSTableFormatProvider;
}

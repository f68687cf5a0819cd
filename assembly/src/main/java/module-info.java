/** Composes an engine from plug-ins by a HOCON file: the library to embed. */
module io.kodiak.assembly {
  requires transitive io.kodiak.api;
  requires transitive io.kodiak.engine;
  requires org.slf4j;
  requires typesafe.config;
  requires static org.jspecify;
}

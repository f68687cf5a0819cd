/** The LSM engine: write-ahead log, manifest, SSTables, reads, flush and compaction. */
module io.kodiak.engine {
  requires transitive io.kodiak.api;
  requires jdk.unsupported;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.kodiak.engine.database;
  exports io.kodiak.engine.simulation;
  exports io.kodiak.engine.storage;
}

/** Compaction policies, one package each. */
module io.kodiak.compaction {
  requires io.kodiak.api;
  requires static org.jspecify;
}

/** Memtables, one package each. */
module io.kodiak.memtable {
  requires io.kodiak.api;
  requires static org.jspecify;
}

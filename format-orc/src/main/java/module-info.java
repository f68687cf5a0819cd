/** SSTables as Apache ORC files. Provides no format yet. */
module io.kodiak.format.orc {
  requires io.kodiak.api;
  requires static org.jspecify;
}

/** SSTables as Arrow Feather files. Provides no format yet. */
module io.kodiak.format.feather {
  requires io.kodiak.api;
  requires static org.jspecify;
}

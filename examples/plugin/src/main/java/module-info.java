/** A memtable by a third party. */
module com.acme.treemap {
  requires io.kodiak.api;

  provides io.kodiak.api.MemtableProvider with
      com.acme.treemap.TreeMapProvider;
}

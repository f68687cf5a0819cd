module com.acme.map {
  requires io.kodiak.api;

  provides io.kodiak.api.MemtableProvider with
      com.acme.map.MapProvider;
}

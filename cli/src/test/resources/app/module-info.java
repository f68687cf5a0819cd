module com.acme.app {
  requires io.kodiak.assembly;
}

/** The SPI that plug-ins implement, and the values it speaks in. */
module io.kodiak.api {
  exports io.kodiak.api;

  requires static org.jspecify;
}

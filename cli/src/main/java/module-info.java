/** The kodiak command. */
module io.kodiak.cli {
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires io.kodiak.assembly;
  requires java.sql;
  requires static io.kodiak.columnar;
  requires static org.jspecify;

  opens io.kodiak.cli to
      info.picocli;
}

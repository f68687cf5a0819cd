/** The kodiak command. */
module io.kodiak.cli {
  requires io.kodiak.assembly;
  requires info.picocli;
  requires org.slf4j;
  requires static org.jspecify;
}

package io.kodiak.cli;

import io.kodiak.engine.database.FilePin;
import io.kodiak.engine.database.PinnedFile;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The view in the SQL of DuckDB. QUALIFY comes after the windows: it ranks all rows of a key,
 * deletions too, and only then asks whether the first of them is one.
 */
final class DuckDbView {
  private static final String REASON =
      "it reads no ORC, and Arrow files only through an extension that is not part of it";

  private DuckDbView() {}

  static String statement(String name, FilePin pin, boolean text) {
    SqlEngine.check(pin.files(), "DuckDB", REASON, "parquet");
    String view = "CREATE OR REPLACE VIEW \"" + name.replace("\"", "\"\"") + "\" AS\n";
    String type = text ? "VARCHAR" : "BLOB";
    if (pin.files().isEmpty()) {
      return view + "SELECT NULL::%1$s AS key, NULL::%1$s AS value WHERE false;\n".formatted(type);
    }
    String columns = text ? "decode(key) AS key, decode(value) AS value" : "key, value";
    return view + "SELECT " + columns + "\nFROM " + source(pin.files()) + live(pin) + ";\n";
  }

  private static String live(FilePin pin) {
    return switch (SqlEngine.Rows.of(pin)) {
      case ALL -> "";
      case PUTS -> "\nWHERE op = 0";
      case NEWEST ->
          "\nQUALIFY row_number() OVER (PARTITION BY key ORDER BY seq DESC) = 1 AND op = 0";
    };
  }

  private static String source(List<PinnedFile> files) {
    return files.stream()
        .map(file -> "  " + literal(file.path().toString()))
        .collect(Collectors.joining(",\n", "read_parquet([\n", "\n])"));
  }

  /** Brackets keep what would be a pattern of names from being one. */
  private static String literal(String path) {
    return "'" + path.replaceAll("[\\[*?]", "[$0]").replace("'", "''") + "'";
  }
}

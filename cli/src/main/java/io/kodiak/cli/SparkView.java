package io.kodiak.cli;

import io.kodiak.engine.database.FilePin;
import io.kodiak.engine.database.PinnedFile;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The view in the SQL of Spark: temporary, since it is of use for as long as the pin is. */
final class SparkView {
  private static final String REASON = "it has no reader of Arrow files";

  /** What Spark takes for a pattern of names, with no way around it that all its versions know. */
  private static final Pattern PATTERN = Pattern.compile("[\\[\\]{}*?\\\\]");

  private SparkView() {}

  static String statement(String name, FilePin pin, boolean text) {
    SqlEngine.check(pin.files(), "Spark", REASON, "parquet", "orc");
    String view = "CREATE OR REPLACE TEMPORARY VIEW " + quoted(name) + " AS\n";
    String type = text ? "STRING" : "BINARY";
    if (pin.files().isEmpty()) {
      return view
          + "SELECT CAST(NULL AS %1$s) AS key, CAST(NULL AS %1$s) AS value WHERE false;\n"
              .formatted(type);
    }
    String columns =
        text ? "decode(key, 'UTF-8') AS key, decode(value, 'UTF-8') AS value" : "key, value";
    return view + "SELECT " + columns + "\nFROM (\n" + live(pin) + ";\n";
  }

  private static String live(FilePin pin) {
    return switch (SqlEngine.Rows.of(pin)) {
      case ALL -> source(pin.files(), "key, value") + "\n)";
      case PUTS -> source(pin.files(), "key, op, value") + "\n)\nWHERE op = 0";
      case NEWEST ->
          "  SELECT key, op, value, row_number() OVER (PARTITION BY key ORDER BY seq DESC) AS rank\n"
              + "  FROM (\n"
              + source(pin.files(), "key, seq, op, value")
              + "\n  )\n)\nWHERE rank = 1 AND op = 0";
    };
  }

  private static String source(List<PinnedFile> files, String columns) {
    return files.stream()
        .map(file -> "    SELECT " + columns + " FROM " + file.format() + "." + location(file))
        .collect(Collectors.joining(" UNION ALL\n"));
  }

  private static String location(PinnedFile file) {
    String path = file.path().toString();
    if (PATTERN.matcher(path).find()) {
      throw new IllegalArgumentException(
          path
              + " has characters that Spark takes for a pattern: one of [ ] { } * ? \\. Give the"
              + " database a path without them");
    }
    return quoted("file://" + path);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}

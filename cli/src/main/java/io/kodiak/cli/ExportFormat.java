package io.kodiak.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code kodiak export} can write. */
enum ExportFormat {
  CSV,
  JSONL,
  PARQUET,
  ORC,
  FEATHER,
  ARROW_STREAM;

  /** Whether its files are lines of text, so that bytes need an {@link Encoding}. */
  boolean isText() {
    return this == CSV || this == JSONL;
  }

  /** The format that the ending of a file tells; {@code null} when it tells none. */
  static @Nullable ExportFormat ofFile(String file) {
    String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "csv" -> CSV;
      case "jsonl", "ndjson" -> JSONL;
      case "parquet" -> PARQUET;
      case "orc" -> ORC;
      case "feather", "arrow" -> FEATHER;
      case "arrows" -> ARROW_STREAM;
      default -> null;
    };
  }

  /**
   * Begins a file.
   *
   * @param out buffered; the caller closes it after the target
   * @throws IllegalArgumentException when the format cannot be as the options say
   */
  ExportTarget open(OutputStream out, ExportOptions options) throws IOException {
    return switch (this) {
      case CSV -> new CsvTarget(out, options);
      case JSONL -> new JsonTarget(out, options);
      case PARQUET, ORC, FEATHER, ARROW_STREAM -> {
        ColumnarModule.require("export as " + this);
        yield ColumnarTarget.open(this, out, options);
      }
    };
  }

  /** As it is named on the command line: {@code arrow-stream}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

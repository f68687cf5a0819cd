package io.kodiak.cli;

import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exported file looks like, beside its format.
 *
 * @param columns the columns in their order: one or both, none twice
 * @param encoding how a format of text writes bytes; columnar ones write them as they are
 * @param compression what a columnar format compresses by, as the user wrote it; {@code null}: what
 *     suits the format
 */
record ExportOptions(List<ExportColumn> columns, Encoding encoding, @Nullable String compression) {
  ExportOptions {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || EnumSet.copyOf(columns).size() < columns.size()) {
      throw new IllegalArgumentException(
          "a file has the columns key, value or both, each once, not " + columns);
    }
  }
}

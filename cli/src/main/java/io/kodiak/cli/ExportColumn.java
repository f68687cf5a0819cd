package io.kodiak.cli;

import java.util.Locale;

/** What of an entry becomes a column of an exported file. */
enum ExportColumn {
  KEY,
  VALUE;

  /** The name of the column: {@code key}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.kodiak.columnar;

/** What readers of all kinds of files do with columns. */
final class Columns {
  private Columns() {}

  /** Refuses a column that a file does not have. */
  static void require(FileDescription description, String column, String file) {
    if (!description.columnNames().contains(column)) {
      throw new IllegalArgumentException(
          file
              + ": there is no column \""
              + column
              + "\"; there are: "
              + String.join(", ", description.columnNames()));
    }
  }
}

package io.kodiak.format.orc;

/** The statistics of all columns, that of the rows as a whole included. */
final class RowStatistics {
  private final ColumnStatistics[] columns = new ColumnStatistics[Layout.COLUMN_COUNT];

  RowStatistics() {
    columns[Layout.ROW] = new ColumnStatistics(Layout.TYPE_STRUCT);
    for (int i = 0; i < Layout.COLUMNS.size(); i++) {
      columns[i + 1] = new ColumnStatistics(Layout.COLUMNS.get(i).type());
    }
  }

  ColumnStatistics column(int number) {
    return columns[number];
  }

  void add(RowStatistics other) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].add(other.columns[i]);
    }
  }

  /** Writes those of every column as a repeated field. */
  void write(ProtoOutput out, int field) {
    for (ColumnStatistics column : columns) {
      column.write(out, field);
    }
  }
}

package io.kodiak.cli;

import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Table;
import java.io.IOException;

/** Writes the rows of a table as of one moment into a file. */
final class Export {
  /** To look at the clock costs as much as a row. */
  private static final int ROWS_BETWEEN_UPDATES = 1024;

  private final Table table;
  private final Progress progress;
  private long rows;
  private long bytes;

  Export(Table table, Progress progress) {
    this.table = table;
    this.progress = progress;
  }

  /**
   * What was done.
   *
   * @param rows written
   * @param bytes of keys and values
   * @param nanos how long it took
   */
  record Result(long rows, long bytes, long nanos) {}

  /** Writes the rows whose keys lie in the range, and finishes the target. */
  Result run(KeyRange range, ExportTarget target) throws IOException {
    try (Scan scan = table.scan(range)) {
      while (scan.next()) {
        EntryView entry = scan.entry();
        target.row(entry);
        bytes += entry.keyLength() + entry.valueLength();
        if (++rows % ROWS_BETWEEN_UPDATES == 0) {
          progress.update(rows, -1);
        }
      }
    }
    target.finish();
    progress.clear();
    return new Result(rows, bytes, progress.nanos());
  }
}

package io.kodiak.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A columnar file of any origin, opened for reading. */
public sealed interface ColumnarFile extends Closeable
    permits ParquetFile, OrcFileOfRows, ArrowFile {
  /**
   * Opens a file; its first bytes tell its kind.
   *
   * @throws io.kodiak.api.CorruptionException when it is of no such kind, truncated or damaged
   */
  static ColumnarFile open(Path path) throws IOException {
    FileBytes file = FileBytes.open(path);
    try {
      return switch (FileKind.of(file)) {
        case PARQUET -> new ParquetFile(file);
        case ORC -> new OrcFileOfRows(file);
        case ARROW_FILE -> new ArrowFile(file, FileKind.ARROW_FILE);
        case ARROW_STREAM -> new ArrowFile(file, FileKind.ARROW_STREAM);
      };
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** What the file says of itself. */
  FileDescription description();

  /**
   * Reads rows, from the first to the last, in the order of the file.
   *
   * @param columns the names of the columns to read, in the order in which they are wanted
   * @param skipped how many rows at the begin of the file to leave out, from 0 to all of them
   * @throws IllegalArgumentException when the file has no such column
   */
  RowCursor rows(List<String> columns, long skipped) throws IOException;
}

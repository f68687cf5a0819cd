package io.kodiak.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes a file whose columns all hold bytes, never null. For one thread. */
public sealed interface ColumnarWriter extends Closeable
    permits ParquetRowWriter, OrcRowWriter, ArrowRowWriter {
  /**
   * Begins a file. The stream stays open: it belongs to the caller.
   *
   * @param columns the names of the columns
   * @throws IllegalArgumentException when the kind of file has no such compression
   */
  static ColumnarWriter create(
      OutputStream out, FileKind kind, List<String> columns, Compression compression)
      throws IOException {
    return switch (kind) {
      case PARQUET -> new ParquetRowWriter(out, columns, compression);
      case ORC -> new OrcRowWriter(out, columns, compression);
      case ARROW_FILE, ARROW_STREAM -> new ArrowRowWriter(out, kind, columns, compression);
    };
  }

  /**
   * Adds a row.
   *
   * @param values one for each column; they may be used again when this returns
   */
  void row(byte[][] values) throws IOException;

  /**
   * Writes what is left, and the end of the file. After this, only {@link #close} may be called.
   */
  void finish() throws IOException;

  /** Frees what the writer holds; without {@link #finish} before, the file is not whole. */
  @Override
  void close() throws IOException;
}

package io.kodiak.cli;

import io.kodiak.api.EntryView;
import io.kodiak.columnar.ColumnarWriter;
import io.kodiak.columnar.Compression;
import io.kodiak.columnar.FileKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a columnar file with columns of bytes. */
final class ColumnarTarget implements ExportTarget {
  private final ColumnarWriter writer;
  private final List<ExportColumn> columns;
  private final byte[][] row;

  private ColumnarTarget(ColumnarWriter writer, List<ExportColumn> columns) {
    this.writer = writer;
    this.columns = columns;
    this.row = new byte[columns.size()][];
  }

  static ColumnarTarget open(ExportFormat format, OutputStream out, ExportOptions options)
      throws IOException {
    List<String> names = options.columns().stream().map(ExportColumn::toString).toList();
    Compression compression = compression(options.compression());
    return new ColumnarTarget(
        ColumnarWriter.create(out, kind(format), names, compression), options.columns());
  }

  private static FileKind kind(ExportFormat format) {
    return switch (format) {
      case PARQUET -> FileKind.PARQUET;
      case ORC -> FileKind.ORC;
      case FEATHER -> FileKind.ARROW_FILE;
      case ARROW_STREAM -> FileKind.ARROW_STREAM;
      case CSV, JSONL -> throw new IllegalArgumentException(format + " is no columnar format");
    };
  }

  private static Compression compression(@Nullable String name) {
    if (name == null) {
      return Compression.ZSTD;
    }
    for (Compression compression : Compression.values()) {
      if (compression.name().equalsIgnoreCase(name)) {
        return compression;
      }
    }
    throw new IllegalArgumentException(
        "there is no compression \"" + name + "\"; there are: " + names());
  }

  private static String names() {
    String list = Arrays.toString(Compression.values()).toLowerCase(Locale.ROOT);
    return list.substring(1, list.length() - 1);
  }

  @Override
  public void row(EntryView entry) throws IOException {
    for (int i = 0; i < row.length; i++) {
      row[i] =
          columns.get(i) == ExportColumn.KEY
              ? range(entry.keyArray(), entry.keyOffset(), entry.keyLength())
              : range(entry.valueArray(), entry.valueOffset(), entry.valueLength());
    }
    writer.row(row);
  }

  private static byte[] range(byte[] bytes, int offset, int length) {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  @Override
  public void finish() throws IOException {
    writer.finish();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}

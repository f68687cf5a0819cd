package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the files of the tests. */
final class Rows {
  private Rows() {}

  static Path write(Path file, FileKind kind, Compression compression, List<byte[][]> rows)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ColumnarWriter writer =
            ColumnarWriter.create(out, kind, List.of("key", "value"), compression)) {
      for (byte[][] row : rows) {
        writer.row(row);
      }
      writer.finish();
    }
    return file;
  }

  /** All values of all columns. */
  static List<List<@Nullable Object>> read(Path path) throws IOException {
    try (ColumnarFile file = ColumnarFile.open(path)) {
      return read(file, file.description().columnNames(), 0);
    }
  }

  static List<List<@Nullable Object>> read(ColumnarFile file, List<String> columns, long skipped)
      throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (RowCursor cursor = file.rows(columns, skipped)) {
      while (cursor.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          row.add(cursor.value(i));
        }
        rows.add(row);
      }
      assertThat(cursor.next()).as("a cursor that has ended stays so").isFalse();
    }
    return rows;
  }

  static void assertSame(List<List<@Nullable Object>> read, List<byte[][]> written) {
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < written.size(); i++) {
      for (int column = 0; column < written.get(i).length; column++) {
        assertThat((byte[]) read.get(i).get(column))
            .as("row " + i + ", column " + column)
            .isEqualTo(written.get(i)[column]);
      }
    }
  }
}

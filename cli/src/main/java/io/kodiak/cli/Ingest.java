package io.kodiak.cli;

import io.kodiak.api.Limits;
import io.kodiak.columnar.ColumnarFile;
import io.kodiak.columnar.FileDescription;
import io.kodiak.columnar.RowCursor;
import io.kodiak.engine.database.BulkLoad;
import io.kodiak.engine.database.KodiakException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the rows of columnar files to a bulk load. */
final class Ingest {
  /** The columns of an SSTable. */
  static final List<String> TABLE_COLUMNS = List.of("key", "seq", "op", "value");

  /** To look at the clock costs as much as a row. */
  private static final int ROWS_BETWEEN_UPDATES = 1024;

  private static final int LONGEST_KEY_SHOWN = 80;

  private final BulkLoad load;
  private final String key;
  private final @Nullable String value;
  private final boolean sorted;
  private final Notation notation;
  private final long rows;
  private final Progress progress;
  private final RowJson json;
  private long done;

  /**
   * Begins without rows.
   *
   * @param key the column with the keys
   * @param value the column with the values; {@code null}: as {@code kodiak ingest} says
   * @param sorted whether a file out of order is an error
   * @param notation how texts stand for keys
   * @param rows how many there will be, for the progress
   */
  Ingest(
      BulkLoad load,
      String key,
      @Nullable String value,
      boolean sorted,
      Notation notation,
      long rows,
      Progress progress) {
    this.load = load;
    this.key = key;
    this.value = value;
    this.sorted = sorted;
    this.notation = notation;
    this.rows = rows;
    this.progress = progress;
    this.json = new RowJson(notation);
  }

  /**
   * Looks at files without reading rows.
   *
   * @return how many rows they hold
   * @throws IllegalArgumentException when one lacks one of the columns
   */
  static long check(List<Path> paths, List<String> columns) throws IOException {
    long rows = 0;
    for (Path path : paths) {
      try (ColumnarFile file = ColumnarFile.open(path)) {
        List<String> names = file.description().columnNames();
        for (String column : columns) {
          if (!names.contains(column)) {
            throw new IllegalArgumentException(
                path
                    + ": there is no column \""
                    + column
                    + "\"; there are: "
                    + String.join(", ", names));
          }
        }
        rows += file.description().rows();
      }
    }
    return rows;
  }

  /** Adds all rows of a file. */
  void add(Path path) throws IOException {
    try (ColumnarFile file = ColumnarFile.open(path)) {
      FileDescription description = file.description();
      boolean isTable =
          value == null && key.equals("key") && description.columnNames().equals(TABLE_COLUMNS);
      if (!isTable) {
        addRows(path, file);
      } else if (!addAsItIs(path, description)) {
        addVersions(path, file);
      }
    }
  }

  /** Hands the file over as a whole; returns whether a format could read it. */
  private boolean addAsItIs(Path path, FileDescription description) {
    String format =
        switch (description.kind()) {
          case PARQUET -> "parquet";
          case ORC -> "orc";
          case ARROW_FILE -> "feather";
          case ARROW_STREAM -> null;
        };
    if (format == null) {
      return false;
    }
    try {
      load.addFile(path.toAbsolutePath(), format);
      done(description.rows());
      return true;
    } catch (KodiakException e) {
      // What others wrote with these columns may be right and yet not laid out in blocks.
      boolean isForeign =
          e.kind() == KodiakException.Kind.CORRUPTION && !Inspection.isOurs(description);
      if (!isForeign && e.kind() != KodiakException.Kind.CONFIGURATION) {
        throw e;
      }
      return false;
    }
  }

  /** Reads versions of keys: the newest of each comes first, and counts. */
  private void addVersions(Path path, ColumnarFile file) throws IOException {
    byte[] previous = null;
    long newer = 0;
    long row = 0;
    try (RowCursor cursor = file.rows(TABLE_COLUMNS, 0)) {
      while (cursor.next()) {
        row++;
        byte[] bytes = key(path, row, cursor.value(0));
        long sequence = number(path, row, "seq", cursor.value(1));
        int order = previous == null ? -1 : Arrays.compareUnsigned(previous, bytes);
        if (order > 0 || (order == 0 && newer <= sequence)) {
          throw disorder(
              path,
              row,
              previous,
              bytes,
              "this is no file of key, seq, op and value"
                  + " in the order of an SSTable; --value value takes the column as it is");
        }
        if (order != 0) {
          put(path, row, bytes, number(path, row, "op", cursor.value(2)), cursor.value(3));
        }
        previous = bytes;
        newer = sequence;
        done(1);
      }
    }
  }

  private void put(Path path, long row, byte[] bytes, long op, @Nullable Object stored)
      throws IOException {
    if (op == 1) {
      load.delete(bytes);
    } else if (op == 0) {
      load.put(bytes, value(path, row, stored));
    } else {
      throw bad(path, row, "op is " + op + ", not 0 for a value or 1 for a delete");
    }
  }

  private static long number(Path path, long row, String column, @Nullable Object stored)
      throws IOException {
    if (stored instanceof Long number) {
      return number;
    }
    throw bad(path, row, column + " is no whole number");
  }

  private void addRows(Path path, ColumnarFile file) throws IOException {
    List<String> all = file.description().columnNames();
    String single = value;
    if (single == null && all.size() == 2 && all.contains("value") && !key.equals("value")) {
      single = "value";
    }
    List<String> columns = single == null ? all : List.of(key, single);
    int keyColumn = columns.indexOf(key);
    byte[] previous = null;
    long row = 0;
    @Nullable Object[] values = new Object[columns.size()];
    try (RowCursor cursor = file.rows(columns, 0)) {
      while (cursor.next()) {
        row++;
        for (int i = 0; i < values.length; i++) {
          values[i] = cursor.value(i);
        }
        byte[] bytes = key(path, row, values[keyColumn]);
        if (sorted && previous != null && Arrays.compareUnsigned(previous, bytes) >= 0) {
          throw disorder(path, row, previous, bytes, "leave out --sorted");
        }
        previous = bytes;
        load.put(
            bytes,
            single == null
                ? checked(path, row, json.object(columns, values))
                : value(path, row, values[1]));
        done(1);
      }
    }
  }

  private byte[] key(Path path, long row, @Nullable Object stored) throws IOException {
    if (stored == null) {
      throw bad(path, row, "the key is null");
    }
    if (!Values.isPlain(stored)) {
      throw bad(path, row, "the key is a list or a map, which has no order of bytes");
    }
    byte[] bytes;
    try {
      bytes = stored instanceof String text ? notation.parse(text) : Values.bytes(stored);
    } catch (IllegalArgumentException e) {
      throw bad(path, row, "the key \"" + stored + "\" is not hexadecimal");
    }
    if (bytes.length == 0 || bytes.length > Limits.MAX_KEY_BYTES) {
      throw bad(path, row, "the key has " + bytes.length + " bytes, not 1 to 64 KiB");
    }
    return bytes;
  }

  private byte[] value(Path path, long row, @Nullable Object stored) throws IOException {
    if (stored == null) {
      throw bad(
          path,
          row,
          "the value is null, and a table has no such value; as a JSON object,"
              + " with all columns of the row, it can be loaded");
    }
    if (Values.isPlain(stored)) {
      return checked(path, row, Values.bytes(stored));
    }
    throw bad(path, row, "the value is a list or a map; without --value, rows become JSON objects");
  }

  private static byte[] checked(Path path, long row, byte[] bytes) throws IOException {
    if (bytes.length > Limits.MAX_VALUE_BYTES) {
      throw bad(path, row, "the value has " + bytes.length + " bytes, more than 64 MiB");
    }
    return bytes;
  }

  private void done(long count) {
    done += count;
    if (done % ROWS_BETWEEN_UPDATES == 0) {
      progress.update(done, rows == 0 ? -1 : (double) done / rows);
    }
  }

  private static IOException disorder(
      Path path, long row, byte[] before, byte[] key, String advice) {
    return bad(
        path,
        row,
        "the key "
            + shown(key)
            + " does not come after the key before it, "
            + shown(before)
            + "; "
            + advice);
  }

  private static String shown(byte[] key) {
    String text = Values.line(key, Notation.TEXT);
    return text.length() <= LONGEST_KEY_SHOWN ? text : text.substring(0, LONGEST_KEY_SHOWN) + "…";
  }

  private static IOException bad(Path path, long row, String reason) {
    return new IOException(
        path + ": row " + Figures.count(row) + ": " + reason + "\nnothing of it was ingested");
  }
}

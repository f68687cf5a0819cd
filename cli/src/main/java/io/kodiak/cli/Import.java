package io.kodiak.cli;

import io.kodiak.api.Limits;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.WriteBatch;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.DoubleSupplier;

/** Puts rows into a table, in batches. */
final class Import {
  private static final int BATCH_BYTES = 256 << 10;

  /** So many bad rows are reported one by one; of the others, only the count. */
  private static final int REPORTED = 20;

  private final Database database;
  private final Table table;
  private final String file;
  private final Encoding encoding;
  private final PrintStream err;
  private final Progress progress;
  private final WriteBatch batch = new WriteBatch();
  private long rows;
  private long skipped;
  private long bytes;

  /**
   * An import into a table.
   *
   * @param file the name of the file, for messages
   * @param encoding how the file holds keys and the values that have a column of their own
   */
  Import(
      Database database,
      Table table,
      String file,
      Encoding encoding,
      PrintStream err,
      Progress progress) {
    this.database = database;
    this.table = table;
    this.file = file;
    this.encoding = encoding;
    this.err = err;
    this.progress = progress;
  }

  /** Rows that cannot be imported: the first ends everything, or each is left out. */
  enum OnError {
    STOP,
    SKIP
  }

  /**
   * What was done.
   *
   * @param rows put
   * @param skipped left out
   * @param bytes of keys and values
   * @param nanos how long it took
   */
  record Result(long rows, long skipped, long bytes, long nanos) {}

  /**
   * Puts all rows. What was put before a failure stays.
   *
   * @param share how much of the file was read, from 0 to 1
   */
  Result run(Rows source, OnError onError, DoubleSupplier share) throws IOException {
    boolean more = true;
    while (more) {
      try {
        more = source.next();
        if (more) {
          add(source);
        }
      } catch (BadRow e) {
        reject(e, onError);
      } catch (IOException e) {
        flush();
        throw new IOException(file + ": " + Failures.message(e) + imported(), e);
      }
      progress.update(rows, share.getAsDouble());
    }
    flush();
    progress.clear();
    return new Result(rows, skipped, bytes, progress.nanos());
  }

  private void add(Rows source) throws BadRow {
    byte[] key;
    byte[] value;
    try {
      key = encoding.decode(source.key());
    } catch (IllegalArgumentException e) {
      throw new BadRow(
          source.line(), "the key \"" + source.key() + "\" is not " + encoding.adjective());
    }
    try {
      value = source.value(encoding);
    } catch (IllegalArgumentException e) {
      throw new BadRow(
          source.line(),
          "the value of the key \"" + source.key() + "\" is not " + encoding.adjective());
    }
    if (key.length == 0 || key.length > Limits.MAX_KEY_BYTES) {
      throw new BadRow(source.line(), "the key has " + key.length + " bytes, not 1 to 64 KiB");
    }
    if (value.length > Limits.MAX_VALUE_BYTES) {
      throw new BadRow(source.line(), "the value has " + value.length + " bytes, more than 64 MiB");
    }
    batch.put(table, key, value);
    rows++;
    bytes += key.length + value.length;
    if (batch.bytes() >= BATCH_BYTES) {
      flush();
    }
  }

  private void reject(BadRow row, OnError onError) throws IOException {
    String message = file + ":" + row.line() + ": " + row.getMessage();
    if (onError == OnError.STOP) {
      flush();
      throw new IOException(message + imported());
    }
    if (++skipped <= REPORTED) {
      progress.clear();
      err.println("kodiak: skipped " + message);
    }
  }

  private String imported() {
    progress.clear();
    return "\n" + Figures.count(rows, "row") + " before it imported; nothing after it";
  }

  private void flush() {
    if (!batch.isEmpty()) {
      database.write(batch);
      batch.clear();
    }
  }
}

package io.kodiak.columnar;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows, one after the other. Begins before the first. For one thread. */
public sealed interface RowCursor extends Closeable permits ParquetRows, OrcRows, ArrowRows {
  /**
   * Moves to the next row.
   *
   * @return whether there is one
   */
  boolean next() throws IOException;

  /**
   * The value of a column in this row: {@code null}, {@link Boolean}, {@link Long}, {@link Double},
   * {@link java.math.BigDecimal}, {@link String}, {@code byte[]}, {@link java.time.Instant} (a
   * point in time), {@link java.time.LocalDateTime} (the reading of some clock), {@link
   * java.time.LocalDate}, {@link java.time.LocalTime}, a {@link java.util.List} of values or a
   * {@link java.util.Map}; a struct is a map from the names of its fields. What is returned belongs
   * to the caller.
   *
   * @param column the index among the columns that were asked for
   * @throws IOException when the value cannot be read
   */
  @Nullable Object value(int column) throws IOException;
}

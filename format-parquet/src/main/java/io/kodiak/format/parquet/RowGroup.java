package io.kodiak.format.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the pages of one row group, from the first block until the file is
 * complete: the source of its indexes, its metadata and its part of the block directory. For one
 * thread.
 */
final class RowGroup {
  private static final int COLUMNS = Layout.COLUMNS.size();

  private final long position;
  private final int[][] pageBytes = new int[COLUMNS][16];
  private final long[] storedBytes = new long[COLUMNS];
  private final long[] plainBytes = new long[COLUMNS];
  private int[] pageRows = new int[16];
  private int blocks;
  private int rows;
  private int tombstones;
  private final ColumnBounds keys = new ColumnBounds();
  private final ColumnBounds sequences = new ColumnBounds();
  private final ColumnBounds kinds = new ColumnBounds();

  /** Begins a row group whose first column begins at {@code position} in the file. */
  RowGroup(long position) {
    this.position = position;
  }

  /** Counts a page of one column. */
  void page(int column, int stored, int plain) {
    if (blocks == pageBytes[column].length) {
      pageBytes[column] = Arrays.copyOf(pageBytes[column], 2 * blocks);
    }
    pageBytes[column][blocks] = stored;
    storedBytes[column] += stored;
    plainBytes[column] += plain;
  }

  /** Counts a block, whose pages have been counted. */
  void block(int count, int deletes) {
    if (blocks == pageRows.length) {
      pageRows = Arrays.copyOf(pageRows, 2 * blocks);
    }
    pageRows[blocks++] = count;
    rows += count;
    tombstones += deletes;
  }

  int blocks() {
    return blocks;
  }

  int rows() {
    return rows;
  }

  int tombstones() {
    return tombstones;
  }

  /** The rows of the block with the given number within this row group. */
  int rows(int block) {
    return pageRows[block];
  }

  /** The bytes of a page, its header included. */
  int pageBytes(int column, int block) {
    return pageBytes[column][block];
  }

  /** The bytes of a column, headers included, as they are in the file. */
  long storedBytes(int column) {
    return storedBytes[column];
  }

  /** The bytes of a column, headers included, before compression. */
  long plainBytes(int column) {
    return plainBytes[column];
  }

  /** The bytes of all columns as they are in the file. */
  long storedBytes() {
    return sum(storedBytes);
  }

  /** The bytes of all columns before compression. */
  long plainBytes() {
    return sum(plainBytes);
  }

  private static long sum(long[] numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** Where in the file a column begins: they follow each other in their order. */
  long position(int column) {
    long at = position;
    for (int i = 0; i < column; i++) {
      at += storedBytes[i];
    }
    return at;
  }

  ColumnBounds keys() {
    return keys;
  }

  ColumnBounds sequences() {
    return sequences;
  }

  ColumnBounds kinds() {
    return kinds;
  }

  /** The bounds of a column; of values there are none, for they could be as large as the file. */
  @Nullable ColumnBounds bounds(int column) {
    return switch (column) {
      case Layout.KEY -> keys;
      case Layout.SEQ -> sequences;
      case Layout.OP -> kinds;
      default -> null;
    };
  }

  /** Writes the offset index of a column. */
  void writeOffsetIndex(CompactOutput out, int column) {
    long at = position(column);
    long row = 0;
    out.beginStruct();
    out.beginList(1, CompactOutput.STRUCT, blocks);
    for (int block = 0; block < blocks; block++) {
      out.beginStruct();
      out.i64(1, at);
      out.i32(2, pageBytes[column][block]);
      out.i64(3, row);
      out.endStruct();
      at += pageBytes[column][block];
      row += pageRows[block];
    }
    out.endStruct();
  }
}

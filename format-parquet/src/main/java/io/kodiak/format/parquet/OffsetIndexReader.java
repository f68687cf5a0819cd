package io.kodiak.format.parquet;

import io.kodiak.api.Limits;

/**
 * Reads the offset indexes of the columns of one row group and turns them into its part of a block
 * directory. For one thread.
 */
final class OffsetIndexReader {
  private static final int COLUMNS = Layout.COLUMNS.size();

  private final CompactInput in;
  private final int[][] pageBytes = new int[COLUMNS][0];
  private final long[] columnBytes = new long[COLUMNS];
  private long[] firstRows = new long[0];
  private int blocks;
  private long rows;

  OffsetIndexReader(CompactInput in) {
    this.in = in;
  }

  /** Begins a row group of the given number of rows. */
  void begin(long groupRows) {
    rows = groupRows;
    blocks = 0;
  }

  /**
   * Reads the index of a column, the first column first.
   *
   * @param source bytes that begin with those of the index
   * @param position where in the file the column begins
   */
  void read(byte[] source, int length, int column, long position) {
    in.over(source, 0, length);
    columnBytes[column] = 0;
    boolean seen = false;
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      if (last == 1 && !seen) {
        begin(column, in.structs(field));
        for (int page = 0; page < blocks; page++) {
          location(column, page, position);
        }
        seen = true;
      } else {
        in.skip(field);
      }
    }
    require(seen, "an offset index has no pages");
  }

  private void begin(int column, int pages) {
    if (column == 0) {
      require(pages > 0, "an offset index has no pages");
      blocks = pages;
      firstRows = firstRows.length < pages + 1 ? new long[pages + 1] : firstRows;
      firstRows[pages] = rows;
    }
    require(pages == blocks, "the columns have different numbers of pages");
    if (pageBytes[column].length < pages) {
      pageBytes[column] = new int[pages];
    }
  }

  private void location(int column, int page, long position) {
    long offset = -1;
    int size = -1;
    long row = -1;
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      switch (last) {
        case 1 -> offset = in.i64(field);
        case 2 -> size = in.i32(field);
        case 3 -> row = in.i64(field);
        default -> in.skip(field);
      }
    }
    require(offset == position + columnBytes[column], "pages do not follow each other");
    require(
        size > 0 && size <= Layout.MAX_PAGE_BYTES + PageHeader.MAX_BYTES,
        "the size of a page is out of bounds");
    if (column == 0) {
      firstRows[page] = row;
    }
    require(row == firstRows[page], "the pages of the columns have different rows");
    pageBytes[column][page] = size;
    columnBytes[column] += size;
  }

  /** The bytes of all pages of a column. */
  long bytes(int column) {
    return columnBytes[column];
  }

  /** Adds the row group, all of whose columns have been read, to a directory. */
  void encode(BlockDirectory.Encoder encoder) {
    require(firstRows[0] == 0, "the first page does not begin with the first row");
    encoder.group(blocks, columnBytes[Layout.OP]);
    for (int block = 0; block < blocks; block++) {
      long count = firstRows[block + 1] - firstRows[block];
      require(count > 0 && count <= Limits.MAX_BLOCK_ENTRIES, "the rows of a page are wrong");
      encoder.block(
          (int) count,
          pageBytes[Layout.KEY][block],
          pageBytes[Layout.SEQ][block],
          pageBytes[Layout.VALUE][block]);
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException(problem);
    }
  }
}

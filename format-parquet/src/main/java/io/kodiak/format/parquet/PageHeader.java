package io.kodiak.format.parquet;

/** The header of a data page of version 2: written from values, and read into fields. */
final class PageHeader {
  /** Parquet's number of the page type DATA_PAGE_V2. */
  static final int DATA_PAGE_V2 = 3;

  /** No header that {@link #write} makes is longer. */
  static final int MAX_BYTES = 64;

  private int size;
  private int type;
  private int plainSize;
  private int storedSize;
  private int crc;
  private int rows;
  private int nulls;
  private int encoding;
  private int levelBytes;
  private int repetitionBytes;
  private boolean compressed;

  /**
   * Writes a header.
   *
   * @param plainSize bytes of levels and uncompressed values
   * @param storedSize bytes of levels and values as stored
   */
  static void write(
      CompactOutput out,
      Layout.Field column,
      int plainSize,
      int storedSize,
      int crc,
      int rows,
      int nulls,
      int levelBytes,
      boolean compressed) {
    out.beginStruct();
    out.i32(1, DATA_PAGE_V2);
    out.i32(2, plainSize);
    out.i32(3, storedSize);
    out.i32(4, crc);
    out.beginStruct(8);
    out.i32(1, rows);
    out.i32(2, nulls);
    out.i32(3, rows);
    out.i32(4, column.encoding());
    out.i32(5, levelBytes);
    out.i32(6, 0);
    out.bool(7, compressed);
    out.endStruct();
    out.endStruct();
  }

  /**
   * Reads the header of a page of {@code column} that takes, header included, the bytes from {@code
   * from} to {@code to}, and checks it against what is known of the page.
   */
  void read(
      CompactInput in, byte[] array, int from, int to, Layout.Field column, int expectedRows) {
    in.over(array, from, to);
    type = -1;
    plainSize = -1;
    storedSize = -1;
    crc = 0;
    rows = -1;
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      switch (last) {
        case 1 -> type = in.i32(field);
        case 2 -> plainSize = in.i32(field);
        case 3 -> storedSize = in.i32(field);
        case 4 -> crc = in.i32(field);
        case 8 -> readVersion2(in, field);
        default -> in.skip(field);
      }
    }
    size = in.position() - from;
    check(to - from, column, expectedRows);
  }

  private void readVersion2(CompactInput in, int outer) {
    in.struct(outer);
    nulls = -1;
    encoding = -1;
    levelBytes = -1;
    repetitionBytes = -1;
    compressed = true;
    int last = 0;
    for (int field = in.field(0); field != 0; field = in.field(last)) {
      last = CompactInput.id(field);
      switch (last) {
        case 1 -> rows = in.i32(field);
        case 2 -> nulls = in.i32(field);
        case 4 -> encoding = in.i32(field);
        case 5 -> levelBytes = in.i32(field);
        case 6 -> repetitionBytes = in.i32(field);
        case 7 -> compressed = CompactInput.truth(field);
        default -> in.skip(field);
      }
    }
  }

  private void check(int pageBytes, Layout.Field column, int expectedRows) {
    require(type == DATA_PAGE_V2, "its type is not that of a data page");
    require(rows == expectedRows, "its number of rows is not that of the block");
    require(storedSize == pageBytes - size, "its size is not that of the directory");
    require(encoding == column.encoding(), "its encoding is unknown");
    require(repetitionBytes == 0, "it has repetition levels");
    require(nulls >= 0 && nulls <= (column.optional() ? rows : 0), "its nulls are too many");
    require(levelBytes >= 0 && levelBytes <= storedSize, "its levels are longer than the page");
    require(column.optional() || levelBytes == 0, "it has definition levels");
    require(
        plainSize >= levelBytes && plainSize <= Layout.MAX_PAGE_BYTES,
        "its uncompressed size is out of bounds");
    require(compressed || plainSize == storedSize, "its two sizes differ");
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException("the header of the page cannot be right: " + problem);
    }
  }

  /** The bytes of the header itself. */
  int size() {
    return size;
  }

  /** The bytes of the values once they are decompressed. */
  int plainBytes() {
    return plainSize - levelBytes;
  }

  /** The bytes of the values as stored. */
  int storedBytes() {
    return storedSize - levelBytes;
  }

  /** The checksum of levels and values as stored. */
  int crc() {
    return crc;
  }

  int nulls() {
    return nulls;
  }

  /** The bytes of the definition levels, between the header and the values. */
  int levelBytes() {
    return levelBytes;
  }

  boolean compressed() {
    return compressed;
  }
}

package io.kodiak.format.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kodiak.api.Limits;
import java.util.List;

/**
 * The constants of the files: the columns, the numbers that Parquet's Thrift definition gives to
 * what is used here, and the bounds of what a reader believes.
 *
 * @see <a
 *     href="https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift">
 *     parquet.thrift</a>
 */
final class Layout {
  /** The version of the layout, recorded in each file and by the engine. */
  static final int VERSION = 1;

  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);

  /** Bytes before the first row group, and bytes of the magic number at the end. */
  static final int MAGIC_BYTES = 4;

  /** Bytes of the length of the footer and the magic number behind it. */
  static final int TAIL_BYTES = 8;

  /** The columns, in the order of the file. */
  static final List<Field> COLUMNS =
      List.of(
          new Field("key", Field.BYTE_ARRAY, false, Field.DELTA_LENGTH_BYTE_ARRAY),
          new Field("seq", Field.INT64, false, Field.DELTA_BINARY_PACKED),
          new Field("op", Field.INT32, false, Field.DELTA_BINARY_PACKED),
          new Field("value", Field.BYTE_ARRAY, true, Field.DELTA_LENGTH_BYTE_ARRAY));

  static final int KEY = 0;
  static final int SEQ = 1;
  static final int OP = 2;
  static final int VALUE = 3;

  /** Room in a page for what is not bytes of keys or values: header, levels and lengths. */
  private static final int PAGE_OVERHEAD = 2 << 20;

  /**
   * The most bytes of a page: a block of one entry may exceed {@link Limits#MAX_BLOCK_BYTES}.
   * Compressed pages are no longer, for what does not shrink is stored as it is.
   */
  static final int MAX_PAGE_BYTES = Limits.MAX_VALUE_BYTES + PAGE_OVERHEAD;

  /** The most bytes of a footer that is read: 64 MiB, far above what this format writes. */
  static final int MAX_FOOTER_BYTES = 64 << 20;

  private Layout() {}

  static byte[] magic() {
    return MAGIC.clone();
  }

  /** Whether the four bytes at {@code offset} are the magic number. */
  static boolean isMagic(byte[] bytes, int offset) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes[offset + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A column of the file.
   *
   * @param type the physical type, unannotated: an annotation as text makes readers refuse bytes
   *     that are not UTF-8
   * @param encoding how its pages are encoded
   */
  record Field(String name, int type, boolean optional, int encoding) {
    static final int INT32 = 1;
    static final int INT64 = 2;
    static final int BYTE_ARRAY = 6;

    static final int RLE = 3;
    static final int DELTA_BINARY_PACKED = 5;
    static final int DELTA_LENGTH_BYTE_ARRAY = 6;
  }
}

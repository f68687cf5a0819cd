package io.kodiak.format.orc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kodiak.api.Limits;
import java.util.List;

/**
 * The constants of the files: the columns, the numbers that ORC's specification gives to what is
 * used here, and the bounds of what a reader believes.
 *
 * @see <a href="https://orc.apache.org/specification/ORCv1/">ORC specification v1</a>
 */
final class Layout {
  /** The version of the layout, recorded in each file and by the engine. */
  static final int VERSION = 1;

  private static final byte[] MAGIC = "ORC".getBytes(US_ASCII);

  /** Bytes of the magic number, at the begin of the file and at the end of the postscript. */
  static final int MAGIC_BYTES = 3;

  /** The version of ORC's files that this is: 0.12. */
  static final int[] FILE_VERSION = {0, 12};

  /**
   * Who wrote the file. The specification's list has numbers from 0 upwards; a reader takes what is
   * not in it for a writer that it does not know and whose faults it need not work around.
   */
  static final int WRITER = 19_279;

  /** Writers but the first count their versions from 6. */
  static final int WRITER_VERSION = 6;

  /** Types of columns. */
  static final int TYPE_INT = 3;

  static final int TYPE_LONG = 4;
  static final int TYPE_BINARY = 8;
  static final int TYPE_STRUCT = 12;

  /** Kinds of streams. */
  static final int PRESENT = 0;

  static final int DATA = 1;
  static final int LENGTH = 2;
  static final int ROW_INDEX = 6;

  /** Encodings of columns: the root has no data; all others have run lengths of version 2. */
  static final int DIRECT = 0;

  static final int DIRECT_V2 = 2;

  /** The columns; column 0 of the file is the row as a whole. */
  static final List<Field> COLUMNS =
      List.of(
          new Field("key", TYPE_BINARY),
          new Field("seq", TYPE_LONG),
          new Field("op", TYPE_INT),
          new Field("value", TYPE_BINARY));

  /** The numbers of the columns in the file. */
  static final int ROW = 0;

  static final int KEY = 1;
  static final int SEQ = 2;
  static final int OP = 3;
  static final int VALUE = 4;
  static final int COLUMN_COUNT = 5;

  /**
   * The streams that hold a part of every block, in their order within a stripe. The stream of
   * which values are present lies before {@link #VALUE_DATA}.
   */
  static final List<Stream> STREAMS =
      List.of(
          new Stream(KEY, DATA),
          new Stream(KEY, LENGTH),
          new Stream(SEQ, DATA),
          new Stream(OP, DATA),
          new Stream(VALUE, DATA),
          new Stream(VALUE, LENGTH));

  static final int KEY_DATA = 0;
  static final int KEY_LENGTH = 1;
  static final int SEQ_DATA = 2;
  static final int OP_DATA = 3;
  static final int VALUE_DATA = 4;
  static final int VALUE_LENGTH = 5;
  static final int STREAM_COUNT = 6;

  /**
   * Rows of a row group of the index. It divides by eight, so that row groups begin at whole bytes
   * of the stream of which values are present.
   */
  static final int ROW_INDEX_STRIDE = 10_000;

  /** The most rows of a stripe, for a writer keeps a bit of each. */
  static final int MAX_STRIPE_ROWS = 1 << 22;

  /** The most bytes that are compressed at once. */
  static final int CHUNK_BYTES = 256 << 10;

  /** Bytes before each chunk: its length, and whether it is stored as it is. */
  static final int CHUNK_HEADER_BYTES = 3;

  /** The most bytes of all keys, or of all values, of a block. */
  static final int MAX_DATA_BYTES = Limits.MAX_VALUE_BYTES;

  /** The most bytes of a block's part of a stream of bytes, in chunks. */
  static final int MAX_DATA_PART_BYTES =
      MAX_DATA_BYTES + CHUNK_HEADER_BYTES * (MAX_DATA_BYTES / CHUNK_BYTES + 1);

  /** The most bytes of a block's part of a stream of numbers, in chunks. */
  static final int MAX_NUMBER_PART_BYTES = RunLengthEncoder.bound(Limits.MAX_BLOCK_ENTRIES);

  /** The most bytes of a footer that is read, far above what this format writes. */
  static final int MAX_FOOTER_BYTES = 16 << 20;

  /** The most bytes of a block directory that is read. */
  static final int MAX_DIRECTORY_BYTES = 64 << 20;

  /** The property with the length of the block directory, which lies before the metadata. */
  static final String DIRECTORY_BYTES = "kodiak.block-directory-bytes";

  private Layout() {}

  static byte[] magic() {
    return MAGIC.clone();
  }

  /** Whether the three bytes at {@code offset} are the magic number. */
  static boolean isMagic(byte[] bytes, int offset) {
    for (int i = 0; i < MAGIC_BYTES; i++) {
      if (bytes[offset + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A column of the file.
   *
   * @param type the number of the type; bytes are binary and never strings, whose statistics are
   *     made for text
   */
  record Field(String name, int type) {}

  /** A stream of a column. */
  record Stream(int column, int kind) {}
}

package io.kodiak.format.feather;

import io.kodiak.api.Limits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** What the files of this format have in common: columns, buffers, and where things begin. */
final class Layout {
  /** The version of the layout that is written. */
  static final int VERSION = 1;

  /** The columns, in their order. */
  static final List<String> COLUMNS = List.of("key", "seq", "op", "value");

  static final int KEY = 0;
  static final int SEQ = 1;
  static final int OP = 2;
  static final int VALUE = 3;

  // The buffers of a record batch: of each column its validity, offsets if there are, and data. No
  // column but the last has nulls, so the validity buffers of the others are empty.
  static final int KEY_OFFSETS = 1;
  static final int KEY_DATA = 2;
  static final int SEQ_DATA = 4;
  static final int OP_DATA = 6;
  static final int VALUE_VALIDITY = 7;
  static final int VALUE_OFFSETS = 8;

  /** The last buffer and by far the longest: everything before it is the head of a batch. */
  static final int VALUE_DATA = 9;

  static final int BUFFERS = 10;

  /** What begins a message, before its length in four bytes. */
  static final int CONTINUATION = -1;

  static final int MESSAGE_PREFIX = 2 * Integer.BYTES;

  /** Before a compressed buffer: its length when it is not compressed. */
  static final int LENGTH_PREFIX = Long.BYTES;

  /** In place of that length: the buffer is stored as it is. */
  static final long STORED = -1;

  /** Messages and buffers begin at multiples of so many bytes. */
  static final int ALIGNMENT = 8;

  /** The most bytes that one buffer holds: a block of one entry may exceed the limit of blocks. */
  static final int MAX_BUFFER_BYTES = Limits.MAX_VALUE_BYTES + (1 << 20);

  /** The most bytes of a batch before its last buffer, with room to spare. */
  static final int MAX_HEAD_BYTES = 2 * Limits.MAX_BLOCK_BYTES;

  /** The most bytes of the metadata of a batch; it takes about 400. */
  static final int MAX_METADATA_BYTES = 1 << 12;

  /** The most bytes of a footer that is read: 256 MiB, far above what this format writes. */
  static final int MAX_FOOTER_BYTES = 256 << 20;

  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1'};

  private Layout() {}

  /** The bytes that begin a file, padded. */
  static byte[] begin() {
    return Arrays.copyOf(MAGIC, padded(MAGIC.length));
  }

  /** The bytes that end a file. */
  static byte[] end() {
    return MAGIC.clone();
  }

  static int padded(int bytes) {
    return bytes + ALIGNMENT - 1 & -ALIGNMENT;
  }
}

package io.kodiak.engine.load;

import io.kodiak.api.Block;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a block in a spill file, all integers little-endian.
 *
 * <pre>
 * CRC32C of all that follows 4 | rows 4 | bytes of all keys 4 | bytes of all values 4
 * length of each key 4 | length of each value 4 | kind of each row 1 | keys | values
 * </pre>
 *
 * <p>Sequences are not stored: a row gets its own when it is written to an SSTable.
 */
final class SpillFrame {
  static final int HEADER_BYTES = 16;
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private SpillFrame() {}

  /** The bytes of a frame by its header; at most what is left of the file. */
  static int bytes(String file, long position, byte[] header, long left)
      throws CorruptionException {
    ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int rows = in.getInt(4);
    int keys = in.getInt(8);
    int values = in.getInt(12);
    long bytes = HEADER_BYTES + 9L * rows + keys + values;
    if (rows < 1
        || rows > Limits.MAX_BLOCK_ENTRIES
        || keys < rows
        || values < 0
        || bytes > Math.min(left, LONGEST)) {
      throw new CorruptionException(file, position, "is damaged: no block of rows begins here");
    }
    return (int) bytes;
  }

  /** Encodes a block. */
  static byte[] encode(Block block) {
    int rows = block.count();
    int[] keys = block.keyOffsets();
    int[] values = block.values().offsets();
    int keyBytes = keys[rows] - keys[0];
    int valueBytes = values[rows] - values[0];
    int size = Math.toIntExact(HEADER_BYTES + 9L * rows + keyBytes + valueBytes);
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0).putInt(rows).putInt(keyBytes).putInt(valueBytes);
    for (int row = 0; row < rows; row++) {
      out.putInt(keys[row + 1] - keys[row]);
    }
    for (int row = 0; row < rows; row++) {
      out.putInt(values[row + 1] - values[row]);
    }
    out.put(block.kinds(), 0, rows);
    out.put(block.keyArray(), keys[0], keyBytes);
    out.put(block.values().array(), values[0], valueBytes);
    out.putInt(0, checksum(out.array()));
    return out.array();
  }

  /** Decodes a frame. */
  static Block decode(String file, long position, byte[] frame) throws CorruptionException {
    ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != checksum(frame)) {
      throw new CorruptionException(file, position, "the checksum of the block does not match");
    }
    int rows = in.getInt();
    int keyBytes = in.getInt();
    in.getInt();
    int keyStart = HEADER_BYTES + 9 * rows;
    int[] keys = offsets(in, rows, keyStart);
    int[] values = offsets(in, rows, keyStart + keyBytes);
    byte[] kinds = new byte[rows];
    in.get(kinds);
    return new Block(
        rows, frame, keys, new long[rows], kinds, new BytesColumn(Block.VALUE, frame, values));
  }

  private static int[] offsets(ByteBuffer in, int rows, int start) {
    int[] offsets = new int[rows + 1];
    offsets[0] = start;
    for (int row = 0; row < rows; row++) {
      offsets[row + 1] = offsets[row] + in.getInt();
    }
    return offsets;
  }

  private static int checksum(byte[] frame) {
    CRC32C crc = new CRC32C();
    crc.update(frame, 4, frame.length - 4);
    return (int) crc.getValue();
  }
}

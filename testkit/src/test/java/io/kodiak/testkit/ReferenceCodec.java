package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.BytesColumn;
import java.nio.ByteBuffer;

/** Blocks as plain bytes: lengths, sequences, kinds, keys, values; with the faults of a format. */
final class ReferenceCodec {
  private ReferenceCodec() {}

  static byte[] encode(Block block, FormatFault fault) {
    int count =
        fault == FormatFault.LOSES_THE_LAST_ROW ? Math.max(1, block.count() - 1) : block.count();
    boolean zero = fault == FormatFault.BELIEVES_OFFSETS_BEGIN_AT_ZERO;
    int keysAt = zero ? 0 : block.keyOffsets()[0];
    int valuesAt = zero ? 0 : block.values().offsets()[0];
    int keyBytes = block.keyOffsets()[count] - block.keyOffsets()[0];
    int valueBytes = block.values().offsets()[count] - block.values().offsets()[0];
    ByteBuffer out = ByteBuffer.allocate(4 + count * 17 + keyBytes + valueBytes);
    out.putInt(count);
    for (int row = 0; row < count; row++) {
      int keyLength = block.keyLength(row);
      out.putInt(fault == FormatFault.SHORT_LENGTHS ? keyLength & 0xffff : keyLength);
      out.putInt(block.values().length(row));
      long sequence = block.sequence(row);
      out.putLong(fault == FormatFault.SEQUENCES_OF_INTS ? (int) sequence : sequence);
      out.put(fault == FormatFault.FORGETS_KINDS ? 0 : block.kinds()[row]);
    }
    out.put(block.keyArray(), keysAt, keyBytes);
    out.put(block.values().array(), valuesAt, valueBytes);
    return out.array();
  }

  static Block decode(byte[] bytes, FormatFault fault) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int count = in.getInt();
    int[] keyOffsets = new int[count + 1];
    int[] valueOffsets = new int[count + 1];
    long[] sequences = new long[count];
    byte[] kinds = new byte[count];
    keyOffsets[0] = 4 + count * 17;
    for (int row = 0; row < count; row++) {
      keyOffsets[row + 1] = keyOffsets[row] + in.getInt();
      valueOffsets[row + 1] = valueOffsets[row] + in.getInt();
      sequences[row] = in.getLong();
      kinds[row] = in.get();
    }
    for (int row = 0; row <= count; row++) {
      valueOffsets[row] += keyOffsets[count];
    }
    BytesColumn values = new BytesColumn(Block.VALUE, bytes, valueOffsets);
    return new Block(count, bytes, keyOffsets, sequences, kinds, values);
  }
}

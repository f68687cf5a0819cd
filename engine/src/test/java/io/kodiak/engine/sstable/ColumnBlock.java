package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.EncodedBlock;
import java.nio.ByteBuffer;

/** A block of the plain format of tests: the bytes of its columns. */
final class ColumnBlock implements EncodedBlock {
  final byte[][] columns;
  private final Block rows;

  ColumnBlock(int count, byte[][] columns) {
    this.columns = columns;
    ByteBuffer versions = ByteBuffer.wrap(columns[1]);
    long[] sequences = new long[count];
    byte[] kinds = new byte[count];
    for (int row = 0; row < count; row++) {
      sequences[row] = versions.getLong();
      kinds[row] = versions.get();
    }
    rows = Block.withoutValues(count, columns[0], offsets(columns[0], count), sequences, kinds);
  }

  @Override
  public Block rows() {
    return rows;
  }

  @Override
  public long valueBytes() {
    return columns[2].length - 4L * rows.count();
  }

  @Override
  public long encodedBytes() {
    return (long) columns[0].length + columns[1].length + columns[2].length;
  }

  @Override
  public Block decode() {
    return new Block(
        rows.count(),
        rows.keyArray(),
        rows.keyOffsets(),
        rows.sequences(),
        rows.kinds(),
        new BytesColumn(Block.VALUE, columns[2], offsets(columns[2], rows.count())));
  }

  private static int[] offsets(byte[] bytes, int count) {
    int[] offsets = new int[count + 1];
    offsets[0] = 4 * count;
    for (int row = 0; row < count; row++) {
      offsets[row + 1] = offsets[row] + ByteBuffer.wrap(bytes).getInt(4 * row);
    }
    return offsets;
  }
}

package io.kodiak.format.orc;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Rows that tell their number: keys share their first eighty bytes, none of which is text. */
final class NumberedRows {
  private static final int PREFIX = 80;

  private NumberedRows() {}

  /**
   * Blocks of up to {@code blockRows} rows. The sequence of row {@code i} lies between {@code i +
   * 1} and {@code i + 8}.
   *
   * @param tombstones how many rows of a hundred are tombstones; of the others every fifth value is
   *     empty
   */
  static List<Block> blocks(int rows, int blockRows, int tombstones, SplittableRandom random) {
    List<Block> blocks = new ArrayList<>();
    BlockBuilder builder = new BlockBuilder();
    int left = 1 + random.nextInt(blockRows);
    for (int row = 0; row < rows; row++) {
      boolean dead = random.nextInt(100) < tombstones;
      byte[] value = new byte[dead || row % 5 == 4 ? 0 : random.nextInt(40)];
      random.nextBytes(value);
      EntryKind kind = dead ? EntryKind.DELETE : EntryKind.PUT;
      builder.append(key(row), 1 + (row ^ random.nextInt(8)), kind, Slice.of(value));
      if (--left == 0) {
        blocks.add(builder.build());
        left = 1 + random.nextInt(blockRows);
      }
    }
    if (!builder.isEmpty()) {
      blocks.add(builder.build());
    }
    return blocks;
  }

  /** The key of the row with the given number. */
  static Slice key(int number) {
    byte[] key = new byte[PREFIX + Integer.BYTES];
    Arrays.fill(key, (byte) 0xfe);
    ByteBuffer.wrap(key).putInt(PREFIX, number);
    return Slice.of(key);
  }

  /** The number of the row with the given key. */
  static int number(Slice key) {
    return ByteBuffer.wrap(key.toByteArray()).getInt(PREFIX);
  }
}

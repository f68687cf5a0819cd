package io.kodiak.format.orc;

import java.util.Arrays;

/** The numbers of the blocks of one stripe, as a {@link BlockDirectory} has them. */
final class BlockSizes {
  private int[] table = new int[64 * BlockDirectory.STRIDE];
  private int count;

  int count() {
    return count;
  }

  /** Adds a block, whose parts are set next. */
  void add(int rows, int tombstones) {
    int at = count * BlockDirectory.STRIDE;
    if (at == table.length) {
      table = Arrays.copyOf(table, 2 * at);
    }
    table[at + BlockDirectory.ROWS] = rows;
    table[at + BlockDirectory.TOMBSTONES] = tombstones;
    count++;
  }

  /** Sets how many bytes the block that was added last takes in a stream. */
  void part(int stream, int bytes) {
    table[(count - 1) * BlockDirectory.STRIDE + BlockDirectory.PARTS + stream] = bytes;
  }

  /** A number of a block. */
  int number(int block, int which) {
    return table[block * BlockDirectory.STRIDE + which];
  }
}

package io.kodiak.engine.load;

import io.kodiak.api.Slice;
import io.kodiak.engine.compaction.BlockStream;

/** The rows that are still in the heap, at least one; they do not change any more. */
final class BufferedRows implements LoadSource {
  private final RowBuffer buffer;
  private final int[] order;

  BufferedRows(RowBuffer buffer) {
    this.buffer = buffer;
    this.order = buffer.order();
  }

  @Override
  public Slice first() {
    return buffer.key(order[0]);
  }

  @Override
  public Slice last() {
    return buffer.key(order[order.length - 1]);
  }

  @Override
  public long rows() {
    return order.length;
  }

  @Override
  public long bytes() {
    return buffer.bytes();
  }

  /** The rows in order. */
  BlockStream blocks() {
    return buffer.blocks(order, Spill.BLOCK_BYTES);
  }
}

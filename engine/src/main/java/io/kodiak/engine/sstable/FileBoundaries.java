package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import java.util.List;

/**
 * The keys at which a run begins a new file, met one after the other as its rows come in. For one
 * thread.
 */
final class FileBoundaries {
  private final List<Slice> keys;
  private int next;

  /** Boundaries at these keys, which ascend. */
  FileBoundaries(List<Slice> keys) {
    this.keys = keys;
  }

  /**
   * The first of the rows from {@code from}, inclusive, to {@code to}, exclusive, at or behind the
   * next boundary; {@code to} when they all lie before it.
   */
  int firstRow(Block block, int from, int to) {
    if (next == keys.size() || from == to || isBefore(block, to - 1)) {
      return to;
    }
    int low = from;
    int high = to - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(block, middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Leaves every boundary behind that the key of a row has reached. */
  void pass(Block block, int row) {
    while (next < keys.size() && !isBefore(block, row)) {
      next++;
    }
  }

  private boolean isBefore(Block block, int row) {
    return keys.get(next).compareTo(block.keyArray(), block.keyOffsets()[row], block.keyLength(row))
        > 0;
  }
}

package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.BlockSearch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A run by key upwards: the versions of a key come newest first. */
final class ForwardRunCursor extends RunCursor {
  /** The end of the range within the current block. */
  private int end;

  ForwardRunCursor(SSTableRun run, KeyRange range, long snapshot, ReadAhead readAhead) {
    super(new RunBlocks(run, range, false, readAhead), range, snapshot);
  }

  @Override
  boolean first() throws IOException {
    Slice from = range.from();
    if (from != null) {
      return open(from.array(), from.offset(), from.length());
    }
    leaveBlock();
    Block first = blocks.first();
    return first != null && show(first, 0);
  }

  @Override
  boolean seek(byte[] key, int offset, int length) throws IOException {
    Slice from = range.from();
    if (from != null && from.compareTo(key, offset, length) > 0) {
      return first();
    }
    if (block != null && isAhead(key, offset, length)) {
      return visible(BlockSearch.firstAtLeast(block, key, offset, length));
    }
    return open(key, offset, length);
  }

  /** Whether all that is at or beyond the key begins within the current block. */
  private boolean isAhead(byte[] key, int offset, int length) {
    return row < end
        && compare(row, key, offset, length) < 0
        && compare(end - 1, key, offset, length) >= 0;
  }

  private boolean open(byte[] key, int offset, int length) throws IOException {
    leaveBlock();
    Block found = blocks.seek(key, offset, length);
    return found != null && show(found, blocks.firstAtLeast(found, key, offset, length));
  }

  /** Enters a block and moves to its first visible row from {@code at} on, or to one further on. */
  private boolean show(Block next, int at) throws IOException {
    enterForward(next);
    return visible(at);
  }

  private void enterForward(Block next) {
    enter(next);
    Slice to = range.to();
    int count = next.count();
    end =
        to == null || compare(count - 1, to.array(), to.offset(), to.length()) < 0
            ? count
            : BlockSearch.firstAtLeast(next, to.array(), to.offset(), to.length());
  }

  /**
   * Moves to the first visible row from {@code from} on, which is no version of a key shown
   * already.
   */
  private boolean visible(int from) throws IOException {
    int at = from;
    while (true) {
      for (; at < end; at++) {
        if (sequences[at] <= snapshot) {
          return stand(at);
        }
      }
      if (!enterNext()) {
        return false;
      }
      at = 0;
    }
  }

  private boolean enterNext() throws IOException {
    boolean ends = block == null || end < block.count();
    leaveBlock();
    Block next = ends ? null : blocks.advance();
    if (next == null) {
      return false;
    }
    enterForward(next);
    return true;
  }

  @Override
  boolean next() throws IOException {
    int at = row + 1;
    while (at < end && sameKey(at, row)) {
      at++;
    }
    if (at < end) {
      return visible(at);
    }
    byte[] shown = keys;
    int offset = offsets[row];
    int length = offsets[row + 1] - offset;
    while (enterNext()) {
      at = 0;
      while (at < end && hasKey(at, shown, offset, length)) {
        at++;
      }
      if (at < end) {
        return visible(at);
      }
      if (end > 0) {
        // All of this block is of that key: the bytes of a block further back may be reused.
        shown = keys;
        offset = offsets[end - 1];
      }
    }
    return false;
  }

  @Override
  boolean nextWithin(int limit) {
    for (int at = row + 1; at < limit; at++) {
      if (sequences[at] <= snapshot && !sameKey(at, row)) {
        row = at;
        return true;
      }
    }
    return false;
  }

  /**
   * The first row whose key is at or beyond that of the rival; near ones are found with few steps.
   */
  @Override
  int limit(@Nullable SourceCursor rival) {
    if (rival == null) {
      return end;
    }
    byte[] key = rival.keyArray;
    int offset = rival.keyOffset;
    int length = rival.keyLength;
    int low = row + 1;
    int high = low;
    int step = 1;
    while (high < end && compare(high, key, offset, length) < 0) {
      low = high + 1;
      high += step;
      step <<= 1;
    }
    high = Math.min(high, end);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, key, offset, length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

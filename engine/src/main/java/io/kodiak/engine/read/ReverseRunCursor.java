package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.BlockSearch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A run by key downwards: the versions of a key come oldest first, so the one to show is the last
 * of them that is visible.
 */
final class ReverseRunCursor extends RunCursor {
  /** The begin of the range within the current block. */
  private int begin;

  /** Whether the block begins with a version of the key that the block before it ends with. */
  private boolean continues;

  /** The block before the current one, once a look into it was needed. */
  private @Nullable Block before;

  ReverseRunCursor(SSTableRun run, KeyRange range, long snapshot, ReadAhead readAhead) {
    super(new RunBlocks(run, range, true, readAhead), range, snapshot);
  }

  @Override
  boolean first() throws IOException {
    Slice to = range.to();
    if (to != null) {
      return openBelow(to.array(), to.offset(), to.length());
    }
    before = null;
    leaveBlock();
    Block last = blocks.last();
    enterReverse(last);
    return open(last.count() - 1);
  }

  @Override
  boolean seek(byte[] key, int offset, int length) throws IOException {
    Slice to = range.to();
    if (to != null && to.compareTo(key, offset, length) <= 0) {
      return first();
    }
    // The least key above the wanted one is the wanted one and a zero byte.
    byte[] above = new byte[length + 1];
    System.arraycopy(key, offset, above, 0, length);
    Block current = block;
    if (current != null && isAhead(above)) {
      return open(BlockSearch.firstAtLeast(current, above, 0, above.length) - 1);
    }
    return openBelow(above, 0, above.length);
  }

  /**
   * Whether the greatest key below the given one ends within the current block, before its current
   * row.
   */
  private boolean isAhead(byte[] above) {
    return compare(row, above, 0, above.length) >= 0 && compare(begin, above, 0, above.length) < 0;
  }

  /** Moves to the greatest key below the given one. */
  private boolean openBelow(byte[] key, int offset, int length) throws IOException {
    before = null;
    leaveBlock();
    Block found = blocks.seekBelow(key, offset, length);
    if (found == null) {
      return false;
    }
    enterReverse(found);
    return open(blocks.firstAtLeast(found, key, offset, length) - 1);
  }

  /** Moves to the visible entry at a row, which is the oldest version of its key, or beyond it. */
  private boolean open(int at) throws IOException {
    row = at;
    while (row < begin) {
      if (!enterPrevious()) {
        return false;
      }
      row = offsetOfLast();
    }
    return visible();
  }

  private void enterReverse(Block next) {
    enter(next);
    continues = blocks.continues();
    Slice from = range.from();
    begin =
        from == null || compare(0, from.array(), from.offset(), from.length()) >= 0
            ? 0
            : BlockSearch.firstAtLeast(next, from.array(), from.offset(), from.length());
  }

  private boolean enterPrevious() throws IOException {
    Block next = before;
    boolean more = next == null && block != null && begin == 0;
    before = null;
    leaveBlock();
    if (more) {
      next = blocks.advance();
    }
    if (next == null) {
      return false;
    }
    enterReverse(next);
    return true;
  }

  private int offsetOfLast() {
    Block current = block;
    return current == null ? -1 : current.count() - 1;
  }

  @Override
  boolean next() throws IOException {
    return leaveKey() && visible();
  }

  /** Moves to the oldest version of the next key. */
  private boolean leaveKey() throws IOException {
    byte[] array = keys;
    int offset = offsets[row];
    int length = offsets[row + 1] - offset;
    int at = row - 1;
    while (at >= begin && sameKey(at, row)) {
      at--;
    }
    while (at < begin) {
      if (!enterPrevious()) {
        return false;
      }
      at = offsetOfLast();
      while (at >= begin && hasKey(at, array, offset, length)) {
        at--;
      }
    }
    row = at;
    return true;
  }

  /**
   * From the oldest version of a key to its newest visible one, or to that of the next key that has
   * one.
   */
  private boolean visible() throws IOException {
    while (sequences[row] > snapshot) {
      if (!leaveKey()) {
        return false;
      }
    }
    while (true) {
      int at = newest(row, begin);
      row = at;
      if (at > 0 || !continues) {
        return stand(at);
      }
      if (before == null) {
        before = blocks.advance();
      }
      if (before == null || before.sequence(before.count() - 1) > snapshot) {
        return stand(at);
      }
      enterPrevious();
      row = offsetOfLast();
    }
  }

  /** The newest visible version, not before {@code floor}, of the key of a visible row. */
  private int newest(int from, int floor) {
    int at = from;
    while (at > floor && sequences[at - 1] <= snapshot && sameKey(at - 1, at)) {
      at--;
    }
    return at;
  }

  @Override
  boolean nextWithin(int limit) {
    int at = row - 1;
    while (at > limit && sameKey(at, row)) {
      at--;
    }
    while (at > limit) {
      if (sequences[at] <= snapshot) {
        at = newest(at, limit + 1);
        if (at == 0 && continues) {
          return false;
        }
        row = at;
        return true;
      }
      int invisible = at;
      do {
        at--;
      } while (at > limit && sameKey(at, invisible));
    }
    return false;
  }

  /**
   * The last row whose key is at or beyond that of the rival; near ones are found with few steps.
   */
  @Override
  int limit(@Nullable SourceCursor rival) {
    if (rival == null) {
      return begin - 1;
    }
    byte[] key = rival.keyArray;
    int offset = rival.keyOffset;
    int length = rival.keyLength;
    int high = row;
    int low = row - 1;
    int step = 1;
    while (low >= begin && compare(low, key, offset, length) > 0) {
      high = low;
      low -= step;
      step <<= 1;
    }
    low = Math.max(low, begin - 1);
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (compare(middle, key, offset, length) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }
}

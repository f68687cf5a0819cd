package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.engine.sstable.KeyPrefix;
import io.kodiak.engine.sstable.StoredBlock;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One of the inputs of a {@link BlockMerge}: a stream of blocks and a row to go on with. */
final class MergeSource {
  private final BlockStream stream;
  private final int shared;
  private @Nullable Block block;

  /** The block before, if it was taken apart: then only its rows were handed over, not itself. */
  private @Nullable Block before;

  /** Where the values of the block are, when it has none. */
  private @Nullable StoredBlock stored;

  /**
   * Whether the block before was handed over all at once: then the next one may be too, and its
   * values are left encoded. Where blocks are taken apart they are better decoded at once.
   */
  private boolean whole = true;

  private byte[] keys = {};
  private int[] offsets = {};
  private long[] sequences = {};
  private int count;
  private int row;
  private long head;

  /**
   * Begins before the first block.
   *
   * @param shared how many leading bytes all keys of the merge have in common; they are not
   *     compared
   */
  MergeSource(BlockStream stream, int shared) {
    this.stream = stream;
    this.shared = shared;
  }

  /**
   * Goes to the first row of the next block.
   *
   * @param sink what took the rows of the blocks so far
   * @return whether there is one
   */
  boolean load(RowSink sink) throws IOException {
    Block spent = before;
    if (spent != null && !sink.keeps(spent)) {
      stream.reuseBeforeLast();
    }
    before = whole ? null : block;
    Block next = whole ? stream.nextRows() : stream.next();
    stored = whole ? stream.stored() : null;
    block = next;
    row = 0;
    if (next == null) {
      count = 0;
      return false;
    }
    count = next.count();
    keys = next.keyArray();
    offsets = next.keyOffsets();
    sequences = next.sequences();
    head = prefix(0);
    return true;
  }

  /** Whether all rows of the block are used up. */
  boolean isDrained() {
    return row == count;
  }

  /** Hands over the rows from the current one to {@code end}, exclusive, and goes there. */
  void emit(int end, RowSink sink) throws IOException {
    Block current = block;
    if (current == null) {
      throw new IllegalStateException("no block is loaded");
    }
    boolean all = row == 0 && end == count;
    StoredBlock encoded = stored;
    if (encoded != null) {
      stored = null;
      if (all && sink.offer(encoded)) {
        row = end;
        return;
      }
      all = false;
      current = encoded.decode();
      block = current;
    }
    whole = all;
    sink.rows(current, row, end);
    row = end;
    if (end < count) {
      head = prefix(end);
    }
  }

  /** Hands over what is left of the block. */
  void emitAll(RowSink sink) throws IOException {
    emit(count, sink);
  }

  /** Whether the current row comes before that of {@code other}. */
  boolean precedes(MergeSource other) {
    return head != other.head ? head < other.head : bytesPrecede(row, other);
  }

  /**
   * The first row of the block, after the current one, that does not come before the current row of
   * {@code other}: its count when there is none.
   *
   * <p>A whole block is recognised at once. Otherwise the steps double from the current row until
   * one goes too far, and a binary search finishes (galloping: Bentley and Yao, "An almost optimal
   * algorithm for unbounded searching", 1976), so a short range costs one or two comparisons and a
   * long one their logarithm.
   */
  int endBelow(MergeSource other) {
    if (row == 0 && isBefore(count - 1, other)) {
      return count;
    }
    int low = row + 1;
    int step = 1;
    int high = low;
    while (high < count && isBefore(high, other)) {
      low = high + 1;
      high += step;
      step <<= 1;
    }
    high = Math.min(high, count);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(middle, other)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(int at, MergeSource other) {
    long prefix = prefix(at);
    return prefix != other.head ? prefix < other.head : bytesPrecede(at, other);
  }

  private boolean bytesPrecede(int at, MergeSource other) {
    int order =
        Arrays.compareUnsigned(
            keys,
            offsets[at],
            offsets[at + 1],
            other.keys,
            other.offsets[other.row],
            other.offsets[other.row + 1]);
    return order != 0 ? order < 0 : sequences[at] > other.sequences[other.row];
  }

  private long prefix(int at) {
    int start = offsets[at] + shared;
    return KeyPrefix.of(keys, start, offsets[at + 1] - start);
  }
}

package io.kodiak.engine.read;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.SSTable;
import org.jspecify.annotations.Nullable;

/**
 * A place among the blocks of a run that a range of keys touches. It reads no block: the indexes
 * tell where the range ends. For one thread.
 */
final class BlockPlace {
  private final SSTableRun run;
  private final @Nullable Slice from;
  private final @Nullable Slice to;
  private int table;
  private int block;

  /** Makes a place that is nowhere yet. */
  BlockPlace(SSTableRun run, KeyRange range) {
    this.run = run;
    this.from = range.from();
    this.to = range.to();
  }

  /** Moves to where another place of the same run is. */
  void set(BlockPlace other) {
    table = other.table;
    block = other.block;
  }

  /** The SSTable of the block. */
  SSTable table() {
    return run.table(table);
  }

  /** The number of the block in its SSTable. */
  int number() {
    return block;
  }

  /** Moves to the first block of the run. */
  boolean first() {
    table = 0;
    block = 0;
    return !endsBefore(table, block);
  }

  /** Moves to the last block of the run. */
  void last() {
    table = run.count() - 1;
    block = table().blockCount() - 1;
  }

  /** Moves to the first block that may hold the key or a greater one, or to the one before it. */
  boolean seek(byte[] key, int offset, int length) {
    table = run.firstAtLeast(key, offset, length);
    if (table == run.count()) {
      return false;
    }
    block = table().findBlock(key, offset, length);
    return !endsBefore(table, block);
  }

  /**
   * Moves to the block that holds the greatest key below the given one, or to the one behind that.
   */
  boolean seekBelow(byte[] key, int offset, int length) {
    table = run.firstAtLeast(key, offset, length);
    if (table == run.count()) {
      last();
      return true;
    }
    block = table().findBlock(key, offset, length);
    boolean allAtLeast = !continues() && table().compareSeparator(block, key, offset, length) >= 0;
    return !allAtLeast || previous();
  }

  /** Moves to the block behind, unless the range has nothing there. */
  boolean next() {
    if (block + 1 < table().blockCount()) {
      if (endsBefore(table, block + 1)) {
        return false;
      }
      block++;
      return true;
    }
    if (table + 1 == run.count() || endsBefore(table + 1, 0)) {
      return false;
    }
    table++;
    block = 0;
    return true;
  }

  /** Moves to the block before, unless the range has nothing there. */
  boolean previous() {
    if (beginsWithin()) {
      return false;
    }
    if (block > 0) {
      block--;
      return true;
    }
    if (table == 0) {
      return false;
    }
    table--;
    block = table().blockCount() - 1;
    return true;
  }

  /** Whether the block begins with a version of the key that the block before it ends with. */
  boolean continues() {
    return table().continues(block);
  }

  /** Whether every key of a block is beyond the range. */
  private boolean endsBefore(int inTable, int inBlock) {
    return to != null
        && run.table(inTable).compareSeparator(inBlock, to.array(), to.offset(), to.length()) >= 0;
  }

  /** Whether no key before the block is in the range. */
  private boolean beginsWithin() {
    if (from == null) {
      return false;
    }
    int order = table().compareSeparator(block, from.array(), from.offset(), from.length());
    return order < 0 || (order == 0 && !continues());
  }
}

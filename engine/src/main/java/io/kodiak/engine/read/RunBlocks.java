package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.BlockSearch;
import io.kodiak.engine.sstable.LookupBlock;
import io.kodiak.engine.sstable.SSTable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a run that a range of keys touches, read one by one as they are reached.
 *
 * <p>The first blocks after a seek go through the cache, as short scans come again; those behind do
 * not push out what others need. For one thread.
 */
final class RunBlocks {
  /** How many blocks from a seek on are put into the cache. */
  private static final int KEPT_BLOCKS = 8;

  private final SSTableRun run;
  private final @Nullable Slice from;
  private final @Nullable Slice to;
  private int table;
  private int block;
  private int read;
  private @Nullable LookupBlock lookup;

  RunBlocks(SSTableRun run, KeyRange range) {
    this.run = run;
    this.from = range.from();
    this.to = range.to();
  }

  /**
   * The first block that may hold the key or, if it holds nothing at or above it, the one before
   * that.
   */
  @Nullable Block seek(byte[] key, int offset, int length) throws IOException {
    table = run.firstAtLeast(key, offset, length);
    read = 0;
    if (table == run.count()) {
      return null;
    }
    block = run.table(table).findBlock(key, offset, length);
    return endsBefore(table, block) ? null : read();
  }

  /** The first block of the run. */
  @Nullable Block first() throws IOException {
    table = 0;
    block = 0;
    read = 0;
    return endsBefore(table, block) ? null : read();
  }

  /** The last block of the run. */
  Block last() throws IOException {
    table = run.count() - 1;
    block = run.table(table).blockCount() - 1;
    read = 0;
    return read();
  }

  /** The block that holds the greatest key below the given one, or the one behind that. */
  @Nullable Block seekBelow(byte[] key, int offset, int length) throws IOException {
    table = run.firstAtLeast(key, offset, length);
    read = 0;
    if (table == run.count()) {
      return last();
    }
    block = run.table(table).findBlock(key, offset, length);
    boolean allAtLeast =
        !continues() && run.table(table).compareSeparator(block, key, offset, length) >= 0;
    return allAtLeast ? previous() : read();
  }

  /** Moves to the block behind; {@code null} when the range has nothing there. */
  @Nullable Block next() throws IOException {
    if (block + 1 < run.table(table).blockCount()) {
      if (endsBefore(table, block + 1)) {
        return null;
      }
      block++;
    } else {
      if (table + 1 == run.count() || endsBefore(table + 1, 0)) {
        return null;
      }
      table++;
      block = 0;
    }
    return read();
  }

  /** Moves to the block before; {@code null} when the range has nothing there. */
  @Nullable Block previous() throws IOException {
    if (beginsWithin()) {
      return null;
    }
    if (block > 0) {
      block--;
    } else if (table > 0) {
      table--;
      block = run.table(table).blockCount() - 1;
    } else {
      return null;
    }
    return read();
  }

  /**
   * Whether the current block begins with a version of the key that the block before it ends with.
   */
  boolean continues() {
    return run.table(table).continues(block);
  }

  /** Whether every key of a block is beyond the range. */
  private boolean endsBefore(int inTable, int inBlock) {
    return to != null
        && run.table(inTable).compareSeparator(inBlock, to.array(), to.offset(), to.length()) >= 0;
  }

  /** Whether no key before the current block is in the range. */
  private boolean beginsWithin() {
    if (from == null) {
      return false;
    }
    int order =
        run.table(table).compareSeparator(block, from.array(), from.offset(), from.length());
    return order < 0 || (order == 0 && !continues());
  }

  private Block read() throws IOException {
    SSTable current = run.table(table);
    if (read++ < KEPT_BLOCKS) {
      lookup = current.block(block);
      return lookup.block();
    }
    lookup = null;
    return current.scanBlock(block);
  }

  /**
   * The first row of the block read last whose key is at least the given one, or behind its last
   * row.
   */
  int firstAtLeast(Block last, byte[] key, int offset, int length) {
    return lookup == null
        ? BlockSearch.firstAtLeast(last, key, offset, length)
        : lookup.firstAtLeast(key, offset, length);
  }
}

package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.LookupBlock;
import io.kodiak.engine.sstable.SSTable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a run that begin a given one.
 *
 * <p>What is in memory is asked first: the bounds of the SSTables, and the bloom filter, which
 * rules out nearly every length that is not there, one with each question: so the runs of a table
 * go down side by side, and none further than to where another one finds a key. A block is read
 * only when the filter cannot tell, and what it holds then lowers the bound as far as its keys
 * allow.
 */
final class RunPrefixes extends PrefixSource {
  private final SSTableRun run;
  private final PrefixHashes hashes;

  /** Where the wanted bytes belong, for as long as they are {@link #least} bytes or more. */
  private @Nullable SSTable table;

  private int least;

  RunPrefixes(SSTableRun run, Slice key, PrefixHashes hashes) {
    super(key);
    this.run = run;
    this.hashes = hashes;
  }

  @Override
  void ask() throws IOException {
    SSTable current = table;
    if (current == null || bound() < least) {
      locate();
    } else if (hashes.mayBeIn(current, bound())) {
      search(current);
    } else {
      atMost(bound() - 1);
    }
  }

  /** Finds the SSTable, unless the wanted bytes lie between two. */
  private void locate() {
    table = null;
    int index = run.lastAtMost(key, offset, bound());
    if (index < 0) {
      atMost(0);
      return;
    }
    SSTable found = run.table(index);
    Slice last = found.meta().lastKey();
    if (last.compareTo(key, offset, bound()) < 0) {
      conclude(last.array(), last.offset(), last.length());
    } else {
      table = found;
      least = least(found.meta().firstKey());
    }
  }

  /** The length from which on the bytes wanted are not below the first key of a SSTable. */
  private int least(Slice first) {
    int common =
        Slice.commonPrefix(first.array(), first.offset(), first.length(), key, offset, bound());
    return common == first.length() ? common : common + 1;
  }

  /** Looks into the block where the wanted bytes belong: they lie within the SSTable's bounds. */
  private void search(SSTable table) throws IOException {
    int number = table.findBlock(key, offset, bound());
    LookupBlock found = table.block(number);
    Block block = found.block();
    byte[] keys = block.keyArray();
    int[] offsets = block.keyOffsets();
    int row = found.firstAtLeast(key, offset, bound());
    boolean here =
        row < block.count()
            && Arrays.equals(keys, offsets[row], offsets[row + 1], key, offset, offset + bound());
    if (here) {
      found(bound());
    } else if (row > 0) {
      conclude(keys, offsets[row - 1], block.keyLength(row - 1));
    } else {
      // The block begins above the wanted bytes, but its separator does not. As that is how its
      // first
      // key begins, the wanted bytes begin so too, and what begins them before this block is
      // shorter.
      atMost(table.separator(number).length() - 1);
    }
  }

  @Override
  void close() {}
}

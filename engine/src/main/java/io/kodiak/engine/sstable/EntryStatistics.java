package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Examines the blocks of a SSTable as they come, in order, and learns what the engine wants to know
 * of their entries. For one thread.
 */
final class EntryStatistics {
  private static final byte TOMBSTONE = EntryKind.DELETE.code();

  private final String file;
  private final BloomFilter.Builder bloom;
  private @Nullable Block last;
  private Slice firstKey = Slice.EMPTY;
  private long lastHash;
  private long entries;
  private long keys;
  private long tombstones;
  private long firstSequence = Long.MAX_VALUE;
  private long lastSequence;

  /**
   * Makes empty statistics.
   *
   * @param file the name of the file, for errors
   */
  EntryStatistics(String file, int bloomBitsPerKey) {
    this.file = file;
    this.bloom = new BloomFilter.Builder(bloomBitsPerKey);
  }

  /**
   * Adds a block.
   *
   * @throws DisorderException when an entry is out of bounds or not behind the one before it
   */
  void add(Block block) throws DisorderException {
    try {
      block.check();
    } catch (IllegalArgumentException problem) {
      throw new DisorderException(file, problem.getMessage() + ", after " + entries + " entries");
    }
    Block before = last;
    if (before == null) {
      firstKey = block.key(0).copy();
    } else {
      checkOrder(before, block);
    }
    for (int row = 0; row < block.count(); row++) {
      add(before, block, row);
    }
    entries += block.count();
    last = block;
  }

  private void checkOrder(Block before, Block block) throws DisorderException {
    int row = before.count() - 1;
    int order = before.compareKey(row, block.keyArray(), block.keyOffsets()[0], block.keyLength(0));
    if (order > 0 || (order == 0 && before.sequence(row) <= block.sequence(0))) {
      throw new DisorderException(
          file,
          block.key(0)
              + " with sequence "
              + block.sequence(0)
              + " came behind "
              + before.key(row)
              + " with sequence "
              + before.sequence(row));
    }
  }

  private void add(@Nullable Block before, Block block, int row) {
    long hash = KeyHash.of(block.keyArray(), block.keyOffsets()[row], block.keyLength(row));
    // Versions of one key stand together; a collision changes nothing, as it sets the same bits.
    if (hash != lastHash || keys == 0) {
      bloom.add(hash);
      lastHash = hash;
      keys++;
    } else if (!isVersion(before, block, row)) {
      keys++;
    }
    long sequence = block.sequence(row);
    firstSequence = Math.min(firstSequence, sequence);
    lastSequence = Math.max(lastSequence, sequence);
    if (block.kinds()[row] == TOMBSTONE) {
      tombstones++;
    }
  }

  /** Whether a row has the key of the row before it, which may be the last one of another block. */
  private static boolean isVersion(@Nullable Block before, Block block, int row) {
    Block other = row > 0 ? block : before;
    if (other == null) {
      return false;
    }
    int previous = row > 0 ? row - 1 : other.count() - 1;
    int offset = block.keyOffsets()[row];
    return other.compareKey(previous, block.keyArray(), offset, block.keyLength(row)) == 0;
  }

  /** The block added last; {@code null} before the first. */
  @Nullable Block last() {
    return last;
  }

  Slice firstKey() {
    return firstKey;
  }

  /** The greatest key so far, in an array of its own. */
  Slice lastKey() {
    Block block = last;
    if (block == null) {
      return Slice.EMPTY;
    }
    int[] offsets = block.keyOffsets();
    int row = block.count() - 1;
    return Slice.of(Arrays.copyOfRange(block.keyArray(), offsets[row], offsets[row + 1]));
  }

  long entries() {
    return entries;
  }

  /** How many different keys the entries have. */
  long keys() {
    return keys;
  }

  long tombstones() {
    return tombstones;
  }

  long firstSequence() {
    return firstSequence;
  }

  long lastSequence() {
    return lastSequence;
  }

  BloomFilter.Builder bloom() {
    return bloom;
  }
}

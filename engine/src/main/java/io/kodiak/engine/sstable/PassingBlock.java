package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.EntryView;
import io.kodiak.api.PointReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The block in which a thread looks up a key when that is not worth a place in the cache: read into
 * the arrays of the one before. What is found is copied out of it.
 */
final class PassingBlock {
  /** A block that takes more heap is not kept to be reused. */
  private static final int MAX_KEPT_BYTES = 256 << 10;

  private static final ThreadLocal<PassingBlock> CURRENT =
      ThreadLocal.withInitial(PassingBlock::new);

  private @Nullable Block spent;

  private PassingBlock() {}

  /** The one of the current thread. */
  static PassingBlock current() {
    return CURRENT.get();
  }

  /** As {@link PointReader#find}, for readers that cannot. */
  PointReader.Outcome find(
      OpenFile file,
      int number,
      byte[] key,
      int offset,
      int length,
      long snapshot,
      EntryView result)
      throws IOException {
    Block block = read(file, number);
    int count = block.count();
    int row = BlockSearch.firstAtLeast(block, key, offset, length);
    if (row == count) {
      return PointReader.Outcome.ABSENT;
    }
    for (; row < count; row++) {
      if (block.compareKey(row, key, offset, length) != 0) {
        return PointReader.Outcome.ABSENT;
      }
      if (block.sequence(row) <= snapshot) {
        BytesColumn values = block.values();
        result.copy(
            block.keyArray(),
            block.keyOffsets()[row],
            block.keyLength(row),
            values.array(),
            values.start(row),
            values.length(row));
        result.version(block.sequence(row), block.kind(row));
        return PointReader.Outcome.FOUND;
      }
    }
    return PointReader.Outcome.CONTINUES;
  }

  private Block read(OpenFile file, int number) throws IOException {
    Block reused = spent;
    // A block that was given away must not be given away again, should this fail.
    spent = null;
    Block block = file.block(number, reused);
    spent = block.heapBytes() <= MAX_KEPT_BYTES ? block : null;
    return block;
  }
}

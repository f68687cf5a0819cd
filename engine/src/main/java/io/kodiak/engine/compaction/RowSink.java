package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.engine.sstable.StoredBlock;
import java.io.IOException;

/** Takes sorted entries as ranges of rows, each range continuing the one before. For one thread. */
@FunctionalInterface
interface RowSink {
  /**
   * Takes the rows of {@code block} from {@code from}, inclusive, to {@code to}, exclusive; at
   * least one. The block stays as it is for as long as {@link #keeps} says that it is needed.
   */
  void rows(Block block, int from, int to) throws IOException;

  /**
   * Is offered all rows of a block as it is stored, before the block is decoded for {@link #rows}.
   *
   * @return whether it took them
   */
  default boolean offer(StoredBlock block) throws IOException {
    return false;
  }

  /**
   * Whether a block of which all rows were taken is still needed. If not, its arrays may be used
   * for another one.
   */
  default boolean keeps(Block block) {
    return true;
  }
}

package io.kodiak.engine.load;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.engine.compaction.BlockStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of another stream, of each key only the newest, which comes first. For one thread. */
final class NewestVersions implements BlockStream {
  private final BlockStream stream;
  private byte[] lastKeys = {};
  private int lastStart;
  private int lastEnd;

  NewestVersions(BlockStream stream) {
    this.stream = stream;
  }

  @Override
  public @Nullable Block next() throws IOException {
    Block block = stream.next();
    while (block != null) {
      Block newest = newest(block);
      if (newest != null) {
        return newest;
      }
      block = stream.next();
    }
    return null;
  }

  /** The block itself when it has no older versions; {@code null} when it has nothing else. */
  private @Nullable Block newest(Block block) {
    BlockBuilder builder = null;
    int begin = 0;
    for (int row = 0; row < block.count(); row++) {
      if (isLast(block, row)) {
        builder = builder == null ? new BlockBuilder() : builder;
        if (begin < row) {
          builder.append(block, begin, row);
        }
        begin = row + 1;
      }
      lastKeys = block.keyArray();
      lastStart = block.keyOffsets()[row];
      lastEnd = block.keyOffsets()[row + 1];
    }
    if (builder == null) {
      return block;
    }
    if (begin < block.count()) {
      builder.append(block, begin, block.count());
    }
    return builder.isEmpty() ? null : builder.build();
  }

  private boolean isLast(Block block, int row) {
    int[] offsets = block.keyOffsets();
    return Arrays.equals(
        lastKeys, lastStart, lastEnd, block.keyArray(), offsets[row], offsets[row + 1]);
  }
}

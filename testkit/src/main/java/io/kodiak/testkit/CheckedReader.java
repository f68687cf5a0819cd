package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A reader that passes everything on and watches life cycle, bounds and blocks. */
final class CheckedReader implements SSTableReader {
  private final SSTableReader reader;
  private final int blockCount;
  private final AtomicBoolean closed = new AtomicBoolean();

  CheckedReader(SSTableReader reader) {
    this.reader = reader;
    this.blockCount = reader.blockCount();
    Checks.that(blockCount >= 0, "a file of " + blockCount + " blocks");
  }

  @Override
  public int blockCount() {
    Checks.that(reader.blockCount() == blockCount, "the number of blocks changed");
    return blockCount;
  }

  @Override
  public Block block(int index) throws IOException {
    Checks.that(!closed.get(), "block " + index + " after close");
    Checks.that(index >= 0 && index < blockCount, "block " + index + " of " + blockCount);
    Block block = reader.block(index);
    block.check();
    return block;
  }

  @Override
  public void close() throws IOException {
    closed.set(true);
    reader.close();
  }
}

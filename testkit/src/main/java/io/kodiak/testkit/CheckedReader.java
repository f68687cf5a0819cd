package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A reader that passes everything on and watches life cycle, bounds and blocks. */
class CheckedReader implements SSTableReader {
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
    check(index);
    Block block = reader.block(index);
    block.check();
    return block;
  }

  /** Overwrites the spent block before it is passed on: who still reads it, reads nonsense. */
  @Override
  public Block block(int index, Block spent) throws IOException {
    check(index);
    RandomBlocks.overwrite(spent);
    Block block = reader.block(index, spent);
    block.check();
    return block;
  }

  final void check(int index) {
    Checks.that(!closed.get(), "block " + index + " after close");
    Checks.that(index >= 0 && index < blockCount, "block " + index + " of " + blockCount);
  }

  @Override
  public void close() throws IOException {
    closed.set(true);
    reader.close();
  }
}

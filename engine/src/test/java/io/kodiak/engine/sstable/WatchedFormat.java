package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The plain format of tests, which counts the blocks that are read, and runs actions in the reading
 * thread before and behind each; they may wait or throw.
 */
public final class WatchedFormat extends ForwardingFormat {
  private final AtomicInteger reads = new AtomicInteger();
  private final Runnable before;
  private final Runnable behind;

  /** Only counts. */
  public WatchedFormat() {
    this(() -> {});
  }

  public WatchedFormat(Runnable before) {
    this(before, () -> {});
  }

  /**
   * Makes the format.
   *
   * @param behind run when a block was read, or could not be
   */
  public WatchedFormat(Runnable before, Runnable behind) {
    super(new ColumnFormat(true));
    this.before = before;
    this.behind = behind;
  }

  /** How many blocks were read since this was asked last. */
  public int blocksRead() {
    return reads.getAndSet(0);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    SSTableReader reader = super.reader(source, version, directory);
    return new SSTableReader() {
      @Override
      public int blockCount() {
        return reader.blockCount();
      }

      @Override
      public Block block(int index) throws IOException {
        reads.incrementAndGet();
        before.run();
        try {
          return reader.block(index);
        } finally {
          behind.run();
        }
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}

package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The plain format of tests, which runs an action in the reading thread before each block that is
 * read; the action may wait or throw.
 */
public final class WatchedFormat implements SSTableFormat {
  private final SSTableFormat format = new ColumnFormat(true);
  private final Runnable onBlock;

  public WatchedFormat(Runnable onBlock) {
    this.onBlock = onBlock;
  }

  @Override
  public String fileExtension() {
    return format.fileExtension();
  }

  @Override
  public int version() {
    return format.version();
  }

  @Override
  public String encoding(WriteOptions options) {
    return format.encoding(options);
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
    return format.writer(sink, options);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    SSTableReader reader = format.reader(source, version, directory);
    return new SSTableReader() {
      @Override
      public int blockCount() {
        return reader.blockCount();
      }

      @Override
      public Block block(int index) throws IOException {
        onBlock.run();
        return reader.block(index);
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}

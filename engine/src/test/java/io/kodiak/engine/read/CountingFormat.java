package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.sstable.ColumnFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A plain format that counts the blocks that are read. */
final class CountingFormat implements SSTableFormat {
  private final SSTableFormat format = new ColumnFormat();
  private int blocksRead;

  /** How many blocks were read since this was asked last. */
  int blocksRead() {
    int read = blocksRead;
    blocksRead = 0;
    return read;
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
        blocksRead++;
        return reader.block(index);
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}

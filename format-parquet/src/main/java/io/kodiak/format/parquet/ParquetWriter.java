package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one file: row groups of whole blocks, then indexes and footer. For one thread.
 *
 * <p>A row group is bounded in rows and in bytes, for it is held in memory until it is complete.
 */
final class ParquetWriter implements SSTableWriter {
  private final FileSink sink;
  private final WriteOptions options;
  private final ParquetOptions settings;
  private final Codec codec;
  private final RowGroupWriter current;
  private final List<RowGroup> complete = new ArrayList<>();
  private boolean finished;
  private boolean closed;

  ParquetWriter(FileSink sink, WriteOptions options, ParquetOptions settings) throws IOException {
    this.sink = sink;
    this.options = options;
    this.settings = settings;
    codec = settings.codec(options);
    sink.write(Layout.magic(), 0, Layout.MAGIC_BYTES);
    current = new RowGroupWriter(codec, sink.position());
  }

  @Override
  public void append(Block block) throws IOException {
    requireOpen();
    int rows = current.group().rows();
    if (rows > 0
        && (rows + block.count() > settings.rowGroupRows()
            || current.group().storedBytes() + block.contentBytes() > settings.rowGroupBytes())) {
      complete.add(current.flush(sink));
    }
    current.append(block);
  }

  @Override
  public long bytesWritten() {
    return sink.position() + current.group().storedBytes();
  }

  @Override
  public Slice finish() throws IOException {
    requireOpen();
    if (current.group().rows() > 0) {
      complete.add(current.flush(sink));
    }
    if (complete.isEmpty()) {
      throw new IllegalStateException("an SSTable has at least one block");
    }
    finished = true;
    new FooterWriter(sink, codec, complete).write(options);
    return BlockDirectory.encode(codec, complete);
  }

  private void requireOpen() {
    if (finished || closed) {
      throw new IllegalStateException("the writer of " + sink.name() + " has finished");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      current.close();
    }
  }
}

package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.FileSink;
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
final class ParquetWriter implements EncodedBlockWriter {
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
    makeRoom(block.count(), block.contentBytes());
    current.append(block);
  }

  @Override
  public boolean accepts(EncodedBlock block) {
    return block instanceof HeldPages pages && pages.codec.number() == codec.number();
  }

  @Override
  public void append(EncodedBlock block) throws IOException {
    requireOpen();
    if (!(block instanceof HeldPages pages)) {
      throw new IllegalArgumentException("a block of another format");
    }
    makeRoom(pages.rows().count(), pages.encodedBytes());
    current.append(pages);
  }

  /** Begins another row group when the one at hand would become too large. */
  private void makeRoom(int moreRows, long moreBytes) throws IOException {
    int rows = current.group().rows();
    if (rows > 0
        && (rows + moreRows > settings.rowGroupRows()
            || current.group().storedBytes() + moreBytes > settings.rowGroupBytes())) {
      complete.add(current.flush(sink));
    }
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

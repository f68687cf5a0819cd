package io.kodiak.format.orc;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one file: stripes of whole blocks, then the block directory and the footer. For one
 * thread.
 *
 * <p>A stripe is bounded in bytes and in rows, for it is held in memory until it is complete.
 */
final class OrcWriter implements SSTableWriter {
  private final FileSink sink;
  private final WriteOptions options;
  private final Codec codec;
  private final long stripeBytes;
  private final StripeWriter current;
  private final List<Stripe> complete = new ArrayList<>();
  private boolean finished;
  private boolean closed;

  OrcWriter(FileSink sink, WriteOptions options, OrcOptions settings) throws IOException {
    this.sink = sink;
    this.options = options;
    codec = settings.codec(options);
    stripeBytes = settings.stripeBytes();
    sink.write(Layout.magic(), 0, Layout.MAGIC_BYTES);
    current = new StripeWriter(codec);
  }

  @Override
  public void append(Block block) throws IOException {
    requireOpen();
    if (current.rows() > 0
        && (current.rows() + block.count() > Layout.MAX_STRIPE_ROWS
            || current.size() + block.contentBytes() > stripeBytes)) {
      complete.add(current.flush(sink));
    }
    current.append(block);
  }

  @Override
  public long bytesWritten() {
    return sink.position() + current.size();
  }

  @Override
  public Slice finish() throws IOException {
    requireOpen();
    if (current.rows() > 0) {
      complete.add(current.flush(sink));
    }
    if (complete.isEmpty()) {
      throw new IllegalStateException("an SSTable has at least one block");
    }
    finished = true;
    Slice directory = BlockDirectory.encode(codec, complete);
    sink.write(directory.array(), directory.offset(), directory.length());
    new FooterWriter(sink, current.metadata(), codec, complete).write(options, directory.length());
    return directory;
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

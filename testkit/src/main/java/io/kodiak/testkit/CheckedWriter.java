package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A writer that passes everything on and watches order, life cycle and accounting. */
class CheckedWriter implements SSTableWriter {
  private final SSTableWriter writer;
  private final FileSink sink;
  private final Thread owner = Thread.currentThread();
  private @Nullable Entry last;
  private long bytes;
  private boolean finished;
  private boolean closed;

  CheckedWriter(SSTableWriter writer, FileSink sink) {
    this.writer = writer;
    this.sink = sink;
  }

  @Override
  public void append(Block block) throws IOException {
    requireOpen("append");
    checkOrder(block);
    // What the engine lends it may use for the next rows.
    Block lent = RandomBlocks.copy(block);
    writer.append(lent);
    RandomBlocks.overwrite(lent);
    bytesWritten();
  }

  final void checkOrder(Block block) {
    block.check();
    Entry first = entry(block, 0);
    Checks.that(last == null || last.compareTo(first) < 0, "block at " + first + " after " + last);
    last = entry(block, block.count() - 1);
  }

  private static Entry entry(Block block, int row) {
    return new Entry(block.key(row).copy(), block.sequence(row), block.kind(row), Slice.EMPTY);
  }

  final void requireOpen(String what) {
    Checks.that(Thread.currentThread() == owner, what + " in another thread than " + owner);
    Checks.that(!closed, what + " after close");
    Checks.that(!finished, what + " after finish");
  }

  @Override
  public long bytesWritten() {
    long now = writer.bytesWritten();
    Checks.that(finished || now >= bytes, "bytesWritten() fell from " + bytes + " to " + now);
    Checks.that(now >= sink.position(), now + " bytes written of " + sink.position());
    bytes = now;
    return now;
  }

  @Override
  public Slice finish() throws IOException {
    requireOpen("finish");
    Checks.that(last != null, "finish without a block");
    Slice directory = writer.finish();
    finished = true;
    Checks.that(
        writer.bytesWritten() == sink.position(), "bytesWritten() is not the size of the file");
    return directory;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    writer.close();
  }
}

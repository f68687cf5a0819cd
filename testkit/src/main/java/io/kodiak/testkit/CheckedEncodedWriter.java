package io.kodiak.testkit;

import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.FileSink;
import java.io.IOException;

/** A writer that takes encoded blocks over, and is watched then as well. */
final class CheckedEncodedWriter extends CheckedWriter implements EncodedBlockWriter {
  private final EncodedBlockWriter writer;

  CheckedEncodedWriter(EncodedBlockWriter writer, FileSink sink) {
    super(writer, sink);
    this.writer = writer;
  }

  @Override
  public boolean accepts(EncodedBlock block) {
    requireOpen("accepts");
    EncodedBlock bare = CheckedBlock.unwrap(block);
    boolean accepted = writer.accepts(bare);
    Checks.that(writer.accepts(bare) == accepted, "accepts() changed its mind");
    return accepted;
  }

  @Override
  public void append(EncodedBlock block) throws IOException {
    requireOpen("append");
    Checks.that(accepts(block), "a block came that is not accepted");
    checkOrder(block.rows());
    writer.append(CheckedBlock.unwrap(block));
    bytesWritten();
  }
}

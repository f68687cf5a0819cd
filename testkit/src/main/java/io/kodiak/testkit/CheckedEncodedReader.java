package io.kodiak.testkit;

import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import java.io.IOException;

/** A reader that gives out encoded blocks, which are watched as well. */
final class CheckedEncodedReader extends CheckedReader implements EncodedBlockReader {
  private final EncodedBlockReader reader;

  CheckedEncodedReader(EncodedBlockReader reader) {
    super(reader);
    this.reader = reader;
  }

  @Override
  public EncodedBlock encodedBlock(int index) throws IOException {
    check(index);
    return CheckedBlock.of(reader, index);
  }
}

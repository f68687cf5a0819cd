package io.kodiak.testkit;

import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.PointReader;
import java.io.IOException;

/** A reader that finds single entries and gives out encoded blocks. */
final class CheckedEncodedPointReader extends CheckedPointReader implements EncodedBlockReader {
  private final EncodedBlockReader reader;

  /**
   * Watches one reader with both capabilities.
   *
   * @param reader the same as {@code points}
   */
  CheckedEncodedPointReader(PointReader points, EncodedBlockReader reader) {
    super(points);
    this.reader = reader;
  }

  @Override
  public EncodedBlock encodedBlock(int index) throws IOException {
    check(index);
    return CheckedBlock.of(reader, index);
  }
}

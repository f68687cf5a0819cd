package io.kodiak.testkit;

import io.kodiak.api.EntryView;
import io.kodiak.api.PointReader;
import java.io.IOException;

/** A reader that finds single entries, and is compared with its own blocks. */
class CheckedPointReader extends CheckedReader implements PointReader {
  private final PointReader reader;

  CheckedPointReader(PointReader reader) {
    super(reader);
    this.reader = reader;
  }

  @Override
  public Outcome find(
      int block, byte[] key, int offset, int length, long snapshot, EntryView result)
      throws IOException {
    check(block);
    Checks.that(snapshot >= 1, "a lookup as of " + snapshot);
    EntryView expected = new EntryView();
    Outcome right = BlockLookup.find(reader.block(block), key, offset, length, snapshot, expected);
    Outcome outcome = reader.find(block, key, offset, length, snapshot, result);
    Checks.that(outcome == right, "a lookup gave " + outcome + " instead of " + right);
    Checks.that(
        outcome != Outcome.FOUND || BlockLookup.same(result, expected, snapshot),
        "a lookup found " + result + " instead of " + expected);
    return outcome;
  }
}

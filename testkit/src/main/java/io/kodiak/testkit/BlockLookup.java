package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.EntryView;
import io.kodiak.api.PointReader.Outcome;

/** Looks a key up in a block row by row: what a {@link io.kodiak.api.PointReader} must answer. */
final class BlockLookup {
  private BlockLookup() {}

  static Outcome find(
      Block block, byte[] key, int offset, int length, long snapshot, EntryView result) {
    boolean met = false;
    for (int row = 0; row < block.count(); row++) {
      boolean same = block.compareKey(row, key, offset, length) == 0;
      if (same && block.sequence(row) <= snapshot) {
        block.read(row, result);
        return Outcome.FOUND;
      }
      met = same;
    }
    return met ? Outcome.CONTINUES : Outcome.ABSENT;
  }

  /** Whether two results are the same, as far as a lookup as of {@code snapshot} owes it. */
  static boolean same(EntryView a, EntryView b, long snapshot) {
    return a.keySlice().equals(b.keySlice())
        && a.valueSlice().equals(b.valueSlice())
        && a.kind() == b.kind()
        && (snapshot == Long.MAX_VALUE || a.sequence() == b.sequence());
  }
}

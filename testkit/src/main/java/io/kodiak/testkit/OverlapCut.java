package io.kodiak.testkit;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a simulated output ends because it overlaps too much of the next level: more than ten times
 * its target size, as in the engine. For ascending keys.
 */
final class OverlapCut {
  private static final int TARGETS = 10;

  private final List<SSTableMeta> tables;
  private final long limit;
  private int next;
  private long overlapped;

  /** Looks at the tables of the next level. */
  OverlapCut(List<SSTableMeta> tables, long targetBytes) {
    this.tables = new ArrayList<>(tables);
    this.tables.sort(Comparator.comparing(SSTableMeta::lastKey));
    this.limit = targetBytes > Long.MAX_VALUE / TARGETS ? Long.MAX_VALUE : TARGETS * targetBytes;
  }

  /** None. */
  static OverlapCut never() {
    return new OverlapCut(List.of(), Long.MAX_VALUE);
  }

  /** Says that a file begins with a key. */
  void begin(Slice key) {
    pass(key);
    overlapped = 0;
  }

  /** Whether the file ends in front of a key. */
  boolean endsBefore(Slice key) {
    overlapped += pass(key);
    return overlapped > limit;
  }

  private long pass(Slice key) {
    long bytes = 0;
    while (next < tables.size() && tables.get(next).lastKey().compareTo(key) < 0) {
      bytes += tables.get(next++).bytes();
    }
    return bytes;
  }
}

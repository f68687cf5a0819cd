package io.kodiak.memtable.lincheck;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;

/**
 * What a scan showed, as a short text: each entry of the scenario with its place in the scan, and
 * of those that were filled in before only how many there were and a hash of their order.
 */
final class Shown {
  private final int fill;
  private final StringBuilder recent = new StringBuilder();
  private int count;
  private int filled;
  private int order = 1;

  Shown(int fill) {
    this.fill = fill;
  }

  /** The value that is written with a sequence. */
  static Slice value(long sequence) {
    return Slice.utf8("v" + sequence);
  }

  /** The next entry of the scan. */
  void add(EntryView entry) {
    if (entry.sequence() <= fill) {
      filled++;
      order = 31 * order + entry(entry).hashCode();
    } else {
      recent.append(' ').append(count).append(':').append(entry(entry));
    }
    count++;
  }

  /** An entry with all that it consists of. */
  static String entry(EntryView entry) {
    String value = entry.valueSlice().toString();
    return entry.keySlice()
        + "@"
        + entry.sequence()
        + (entry.kind() == EntryKind.PUT ? "=" + value : " deleted" + value);
  }

  @Override
  public String toString() {
    return filled + "/" + Integer.toHexString(order) + recent;
  }
}

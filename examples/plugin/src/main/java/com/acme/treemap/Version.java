package com.acme.treemap;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;

/** One version of one key, in the order of the SPI: by key upwards, then by sequence downwards. */
record Version(Slice key, long sequence, EntryKind kind, Slice value)
    implements Comparable<Version> {
  /** Comes before every version of {@code key} that is at most this old. */
  static Version before(Slice key, long sequence) {
    return new Version(key, sequence, EntryKind.PUT, Slice.EMPTY);
  }

  @Override
  public int compareTo(Version other) {
    int byKey = key.compareTo(other.key);
    return byKey != 0 ? byKey : Long.compare(other.sequence, sequence);
  }

  void show(EntryView view) {
    view.key(key.array(), key.offset(), key.length());
    view.value(value.array(), value.offset(), value.length());
    view.version(sequence, kind);
  }
}

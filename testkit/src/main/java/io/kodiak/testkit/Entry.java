package io.kodiak.testkit;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;

/**
 * One version of one key, with bytes of its own; ordered as memtables and blocks are: by key
 * upwards and, within a key, by sequence downwards.
 *
 * @param key the key
 * @param sequence the sequence of the write
 * @param kind what the write said of the key
 * @param value the value; empty for a tombstone
 */
public record Entry(Slice key, long sequence, EntryKind kind, Slice value)
    implements Comparable<Entry> {
  /** A value put under a key. */
  public static Entry put(Slice key, long sequence, Slice value) {
    return new Entry(key, sequence, EntryKind.PUT, value);
  }

  /** A key deleted. */
  public static Entry delete(Slice key, long sequence) {
    return new Entry(key, sequence, EntryKind.DELETE, Slice.EMPTY);
  }

  /** A copy of what the view shows now. */
  public static Entry of(EntryView view) {
    return new Entry(
        view.keySlice().copy(), view.sequence(), view.kind(), view.valueSlice().copy());
  }

  /** Whether the view shows this entry. */
  public boolean isShownBy(EntryView view) {
    return view.sequence() == sequence
        && view.kind() == kind
        && view.compareKey(key.array(), key.offset(), key.length()) == 0
        && value.compareTo(view.valueArray(), view.valueOffset(), view.valueLength()) == 0;
  }

  @Override
  public int compareTo(Entry other) {
    int order = key.compareTo(other.key);
    return order != 0 ? order : Long.compare(other.sequence, sequence);
  }

  @Override
  public String toString() {
    return key + "@" + sequence + (kind == EntryKind.PUT ? "=" + value : " deleted");
  }
}

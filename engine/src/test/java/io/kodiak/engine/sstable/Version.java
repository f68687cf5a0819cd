package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import java.util.List;

/** One version of a key, ordered as entries are. */
public record Version(Slice key, long sequence, EntryKind kind, Slice value)
    implements Comparable<Version> {
  /** What a view shows, copied. */
  public static Version of(EntryView view) {
    return new Version(
        view.keySlice().copy(), view.sequence(), view.kind(), view.valueSlice().copy());
  }

  /** A put of a text. */
  public static Version put(String key, long sequence, String value) {
    return new Version(Slice.utf8(key), sequence, EntryKind.PUT, Slice.utf8(value));
  }

  /** A tombstone. */
  public static Version delete(String key, long sequence) {
    return new Version(Slice.utf8(key), sequence, EntryKind.DELETE, Slice.EMPTY);
  }

  /** Whether it is no tombstone. */
  public boolean isPut() {
    return kind == EntryKind.PUT;
  }

  @Override
  public int compareTo(Version other) {
    int order = key.compareTo(other.key);
    return order != 0 ? order : Long.compare(other.sequence, sequence);
  }

  /** A block of versions. */
  public static Block block(List<Version> versions) {
    BlockBuilder builder = new BlockBuilder();
    for (Version version : versions) {
      builder.append(version.key, version.sequence, version.kind, version.value);
    }
    return builder.build();
  }

  /** A block of versions. */
  public static Block block(Version... versions) {
    return block(List.of(versions));
  }
}

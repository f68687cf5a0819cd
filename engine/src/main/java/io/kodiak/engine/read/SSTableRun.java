package io.kodiak.engine.read;

import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.KeyIndex;
import io.kodiak.engine.sstable.SSTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sorted run of open SSTables: their key ranges are disjoint and in order. Immutable and safe to
 * share.
 */
public final class SSTableRun {
  private final SSTable[] tables;
  private final KeyIndex lastKeys;

  /**
   * Makes a run.
   *
   * @param tables at least one, ascending by key, no two overlapping
   */
  public SSTableRun(List<SSTable> tables) {
    this.tables = tables.toArray(SSTable[]::new);
    int bytes = 0;
    for (SSTable table : this.tables) {
      bytes = Math.addExact(bytes, table.meta().lastKey().length());
    }
    byte[] keys = new byte[bytes];
    int[] offsets = new int[this.tables.length + 1];
    for (int i = 0; i < this.tables.length; i++) {
      Slice last = this.tables[i].meta().lastKey();
      System.arraycopy(last.array(), last.offset(), keys, offsets[i], last.length());
      offsets[i + 1] = offsets[i] + last.length();
    }
    lastKeys = new KeyIndex(this.tables.length, keys, offsets);
  }

  /** The number of SSTables, at least 1. */
  public int count() {
    return tables.length;
  }

  /** SSTable number {@code index}, in the order of keys. */
  public SSTable table(int index) {
    return tables[index];
  }

  /** The first SSTable that holds the key or a greater one; {@link #count()} when there is none. */
  public int firstAtLeast(byte[] key, int offset, int length) {
    return tables.length == 1
        ? (tables[0].meta().lastKey().compareTo(key, offset, length) < 0 ? 1 : 0)
        : lastKeys.firstAtLeast(key, offset, length);
  }

  /** The last SSTable whose first key is not above the given one; -1 when there is none. */
  public int lastAtMost(byte[] key, int offset, int length) {
    int index = firstAtLeast(key, offset, length);
    boolean beginsAbove =
        index == tables.length
            || tables[index].meta().firstKey().compareTo(key, offset, length) > 0;
    return beginsAbove ? index - 1 : index;
  }

  /** The one SSTable whose range holds the key; {@code null} when none does. */
  public @Nullable SSTable find(byte[] key, int offset, int length) {
    int index = firstAtLeast(key, offset, length);
    if (index == tables.length) {
      return null;
    }
    SSTable table = tables[index];
    return table.meta().firstKey().compareTo(key, offset, length) <= 0 ? table : null;
  }
}

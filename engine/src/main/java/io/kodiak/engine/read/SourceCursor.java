package io.kodiak.engine.read;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One source of a merge: a memtable or a run, in one direction, within one range of keys, as of one
 * snapshot.
 *
 * <p>A source shows each key at most once, with its newest version that the snapshot sees; that may
 * be a tombstone. So a merge only has to pick, among equal keys, the one with the greatest
 * sequence. The key and the sequence of the current entry are fields, as the merge compares them
 * all the time. For one thread.
 */
abstract sealed class SourceCursor permits RunCursor, MemtableCursor {
  static final byte[] NO_BYTES = new byte[0];

  byte[] keyArray = NO_BYTES;
  int keyOffset;
  int keyLength;
  long sequence;

  /** Moves to the first entry in the range; {@code false} when there is none. */
  abstract boolean first() throws IOException;

  /** Moves to the first entry in the range, in this cursor's direction, at or beyond a key. */
  abstract boolean seek(byte[] key, int offset, int length) throws IOException;

  /** Moves to the next key. Allowed only while the cursor stands on an entry. */
  abstract boolean next() throws IOException;

  /**
   * Moves to the next key that does not begin with the first {@code length} bytes of the current
   * one, in one step. Only for sources that go by key upwards, while they stand on an entry.
   *
   * @param above the least key above all that begin with these bytes; {@code null}: there is none
   */
  boolean skipPrefix(int length, @Nullable Slice above) throws IOException {
    return above != null && seek(above.array(), above.offset(), above.length());
  }

  /** Whether the current entry is no tombstone. */
  abstract boolean isPut();

  /** Points {@code view} at the current entry. */
  abstract void read(EntryView view);

  /** Releases what the cursor holds. */
  abstract void close();

  /** Compares the current keys of two sources. */
  final int compareKey(SourceCursor other) {
    return Arrays.compareUnsigned(
        keyArray,
        keyOffset,
        keyOffset + keyLength,
        other.keyArray,
        other.keyOffset,
        other.keyOffset + other.keyLength);
  }

  /** Whether the current key begins with all bytes of an array. */
  final boolean startsWith(byte[] prefix) {
    return keyLength >= prefix.length
        && Arrays.equals(keyArray, keyOffset, keyOffset + prefix.length, prefix, 0, prefix.length);
  }

  /** Whether two sources stand on the same key. */
  final boolean sameKey(SourceCursor other) {
    return keyLength == other.keyLength
        && Arrays.equals(
            keyArray,
            keyOffset,
            keyOffset + keyLength,
            other.keyArray,
            other.keyOffset,
            other.keyOffset + other.keyLength);
  }
}

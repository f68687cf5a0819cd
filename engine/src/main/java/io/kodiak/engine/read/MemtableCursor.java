package io.kodiak.engine.read;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import java.util.Arrays;

/**
 * A source over a memtable.
 *
 * <p>The bytes that a memtable's cursor shows are valid only until it moves; what has to outlive a
 * move is copied into an array that grows as needed.
 */
abstract sealed class MemtableCursor extends SourceCursor
    permits ForwardMemtableCursor, ReverseMemtableCursor {
  final Cursor cursor;
  final KeyRange range;
  final long snapshot;

  MemtableCursor(Cursor cursor, KeyRange range, long snapshot) {
    this.cursor = cursor;
    this.range = range;
    this.snapshot = snapshot;
  }

  /** The entry that this source shows. */
  abstract EntryView shown();

  @Override
  final boolean isPut() {
    return shown().kind() == EntryKind.PUT;
  }

  @Override
  final void read(EntryView view) {
    EntryView entry = shown();
    view.key(entry.keyArray(), entry.keyOffset(), entry.keyLength());
    view.version(entry.sequence(), entry.kind());
    view.value(entry.valueArray(), entry.valueOffset(), entry.valueLength());
  }

  /** Stands on an entry. */
  final boolean stand(EntryView entry) {
    keyArray = entry.keyArray();
    keyOffset = entry.keyOffset();
    keyLength = entry.keyLength();
    sequence = entry.sequence();
    return true;
  }

  /** {@code array}, or a larger one when it has not {@code length} bytes. */
  static byte[] room(byte[] array, int length) {
    return array.length >= length ? array : new byte[Math.max(length, 2 * array.length)];
  }

  /**
   * Whether the memtable's cursor stands on the key in the first {@code length} bytes of an array.
   */
  final boolean standsOn(byte[] key, int length) {
    EntryView entry = cursor.entry();
    return entry.keyLength() == length
        && Arrays.equals(
            entry.keyArray(), entry.keyOffset(), entry.keyOffset() + length, key, 0, length);
  }

  @Override
  final void close() {
    cursor.close();
  }
}

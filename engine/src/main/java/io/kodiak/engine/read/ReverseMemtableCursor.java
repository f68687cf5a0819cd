package io.kodiak.engine.read;

import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;

/**
 * A memtable by key downwards: the versions of a key come oldest first, and only the entry behind
 * them tells which of them was the last one visible.
 *
 * <p>So the memtable's cursor is always one key ahead, and what this source shows is a copy; but a
 * large value is not copied, it is looked up again.
 */
final class ReverseMemtableCursor extends MemtableCursor {
  private static final int LARGE_VALUE = 4096;

  private final Memtable memtable;
  private final EntryView shown = new EntryView();
  private byte[] key = new byte[64];
  private byte[] value = new byte[256];
  private boolean there;

  ReverseMemtableCursor(Memtable memtable, KeyRange range, long snapshot) {
    super(memtable.descending(), range, snapshot);
    this.memtable = memtable;
  }

  @Override
  boolean first() {
    Slice to = range.to();
    if (to == null) {
      there = cursor.first();
    } else {
      there = cursor.seek(to);
      skip(to.array(), to.offset(), to.length());
    }
    return next();
  }

  @Override
  boolean seek(byte[] wanted, int offset, int length) {
    Slice to = range.to();
    if (to != null && to.compareTo(wanted, offset, length) <= 0) {
      return first();
    }
    there = cursor.seek(Slice.of(wanted, offset, length));
    return next();
  }

  /** Moves the memtable's cursor beyond a key. */
  private void skip(byte[] array, int offset, int length) {
    while (there && cursor.entry().compareKey(array, offset, length) == 0) {
      there = cursor.next();
    }
  }

  @Override
  boolean next() {
    Slice from = range.from();
    while (there) {
      EntryView entry = cursor.entry();
      if (from != null && entry.compareKey(from.array(), from.offset(), from.length()) < 0) {
        there = false;
      } else if (takeKey(entry)) {
        return stand(shown);
      }
    }
    return false;
  }

  /**
   * Walks over all versions of the current key and shows the last visible one; false: there was
   * none.
   */
  private boolean takeKey(EntryView entry) {
    int length = entry.keyLength();
    key = room(key, length);
    System.arraycopy(entry.keyArray(), entry.keyOffset(), key, 0, length);
    boolean found = false;
    boolean large = false;
    do {
      if (entry.sequence() <= snapshot) {
        found = true;
        large = entry.valueLength() > LARGE_VALUE;
        shown.key(key, 0, length);
        shown.version(entry.sequence(), entry.kind());
        if (!large) {
          copyValue(entry);
        }
      }
      there = cursor.next();
    } while (there && standsOn(key, length));
    return found && (!large || memtable.get(Slice.of(key, 0, length), snapshot, shown));
  }

  private void copyValue(EntryView entry) {
    int length = entry.valueLength();
    value = room(value, length);
    System.arraycopy(entry.valueArray(), entry.valueOffset(), value, 0, length);
    shown.value(value, 0, length);
  }

  @Override
  EntryView shown() {
    return shown;
  }
}

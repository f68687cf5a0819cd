package io.kodiak.engine.read;

import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A memtable by key upwards: the versions of a key come newest first. */
final class ForwardMemtableCursor extends MemtableCursor {
  private byte[] left = new byte[64];

  ForwardMemtableCursor(Memtable memtable, KeyRange range, long snapshot) {
    super(memtable.ascending(), range, snapshot);
  }

  @Override
  boolean first() {
    Slice from = range.from();
    return visible(from == null ? cursor.first() : cursor.seek(from));
  }

  @Override
  boolean seek(byte[] key, int offset, int length) {
    Slice from = range.from();
    if (from != null && from.compareTo(key, offset, length) > 0) {
      return first();
    }
    return visible(cursor.seek(Slice.of(key, offset, length)));
  }

  @Override
  boolean next() {
    EntryView entry = cursor.entry();
    int length = entry.keyLength();
    left = room(left, length);
    System.arraycopy(entry.keyArray(), entry.keyOffset(), left, 0, length);
    boolean there = cursor.next();
    while (there && standsOn(left, length)) {
      there = cursor.next();
    }
    return visible(there);
  }

  @Override
  boolean skipPrefix(int length, @Nullable Slice above) throws IOException {
    return cursor instanceof PrefixCursor skipping
        ? visible(skipping.skipPrefix(length))
        : super.skipPrefix(length, above);
  }

  /** Moves on to the first visible entry in the range. */
  private boolean visible(boolean found) {
    boolean there = found;
    EntryView entry = cursor.entry();
    while (there && entry.sequence() > snapshot) {
      there = cursor.next();
    }
    Slice to = range.to();
    return there
        && (to == null || entry.compareKey(to.array(), to.offset(), to.length()) < 0)
        && stand(entry);
  }

  @Override
  EntryView shown() {
    return cursor.entry();
  }
}

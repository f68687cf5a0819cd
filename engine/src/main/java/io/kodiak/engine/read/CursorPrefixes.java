package io.kodiak.engine.read;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import org.jspecify.annotations.Nullable;

/**
 * The keys of any memtable that begin a given one, through its descending cursor: a seek each time,
 * and never a step.
 */
final class CursorPrefixes extends PrefixSource {
  private final Memtable memtable;
  private @Nullable Cursor cursor;

  CursorPrefixes(Memtable memtable, Slice key) {
    super(key);
    this.memtable = memtable;
  }

  @Override
  void ask() {
    Cursor down = cursor;
    if (down == null) {
      down = memtable.descending();
      cursor = down;
    }
    if (down.seek(Slice.of(key, offset, bound()))) {
      EntryView entry = down.entry();
      conclude(entry.keyArray(), entry.keyOffset(), entry.keyLength());
    } else {
      atMost(0);
    }
  }

  @Override
  void close() {
    if (cursor != null) {
      cursor.close();
    }
  }
}

package io.kodiak.testkit;

import io.kodiak.api.Cursor;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.Slice;
import org.jspecify.annotations.Nullable;

/** Watches a cursor that leaves prefixes behind: it must leave nothing else behind. */
final class CheckedPrefixCursor extends CheckedCursor implements PrefixCursor {
  private final PrefixCursor cursor;
  private final Memtable memtable;
  private final long shown;

  /**
   * @param memtable where the cursor was made
   * @param shown it shows every entry with a sequence up to this
   */
  CheckedPrefixCursor(PrefixCursor cursor, Memtable memtable, long shown, Runnable onClose) {
    super(cursor, true, onClose);
    this.cursor = cursor;
    this.memtable = memtable;
    this.shown = shown;
  }

  @Override
  public boolean skipPrefix(int length) {
    Entry before = standing("skipPrefix()");
    Slice key = before.key();
    Checks.that(length >= 1 && length <= key.length(), "skipPrefix(" + length + ") on " + key);
    Slice prefix = key.slice(0, length);
    Entry due = due(CursorPrefixes.above(cursor.entry(), length));
    boolean on = movedFrom(before, cursor.skipPrefix(length));
    if (on) {
      Entry after = Entry.of(cursor.entry());
      Checks.that(!after.key().startsWith(prefix), "skipPrefix from " + before + " to " + after);
      Checks.that(
          due == null || after.compareTo(due) <= 0,
          "skipPrefix from " + before + " to " + after + " left out " + due);
    } else {
      Checks.that(due == null, "skipPrefix from " + before + " left out " + due);
    }
    return on;
  }

  /** The first entry from a key on that this cursor has to show. */
  private @Nullable Entry due(@Nullable Slice from) {
    if (from == null) {
      return null;
    }
    try (Cursor other = memtable.ascending()) {
      for (boolean on = other.seek(from); on; on = other.next()) {
        if (other.entry().sequence() <= shown) {
          return Entry.of(other.entry());
        }
      }
      return null;
    }
  }
}

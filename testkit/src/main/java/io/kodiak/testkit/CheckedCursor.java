package io.kodiak.testkit;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that passes everything on and watches both sides: the caller, who moves only as allowed
 * and from one thread at a time, and the cursor, whose entries must be in order.
 */
sealed class CheckedCursor implements Cursor permits CheckedPrefixCursor {
  private final Cursor cursor;
  private final boolean ascending;
  private final Runnable onClose;
  private @Nullable EntryView view;
  private @Nullable Entry at;
  private boolean closed;

  CheckedCursor(Cursor cursor, boolean ascending, Runnable onClose) {
    this.cursor = cursor;
    this.ascending = ascending;
    this.onClose = onClose;
  }

  @Override
  public final boolean first() {
    requireOpen();
    return moved(cursor.first());
  }

  @Override
  public final boolean seek(Slice key) {
    requireOpen();
    Checks.key(key);
    boolean on = moved(cursor.seek(key));
    if (on && at != null) {
      int order = at.key().compareTo(key);
      Checks.that(ascending ? order >= 0 : order <= 0, "seek " + key + " found " + at);
    }
    return on;
  }

  @Override
  public final boolean next() {
    Entry before = standing("next()");
    return movedFrom(before, cursor.next());
  }

  /** The entry that the cursor stands on, as it must to be moved from there. */
  final Entry standing(String move) {
    requireOpen();
    Entry before = at;
    if (before == null) {
      throw new AssertionError("breach of the contract: " + move + " on no entry");
    }
    Checks.that(before.isShownBy(cursor.entry()), before + " changed to " + cursor.entry());
    return before;
  }

  /** Notes a move from an entry to one beyond it. */
  final boolean movedFrom(Entry before, boolean on) {
    moved(on);
    if (on && at != null) {
      int order = before.compareTo(at);
      Checks.that(ascending ? order < 0 : order > 0, at + " came after " + before);
    }
    return on;
  }

  private void requireOpen() {
    Checks.that(!closed, "a cursor was used after close");
  }

  private boolean moved(boolean on) {
    at = null;
    if (on) {
      EntryView shown = cursor.entry();
      Checks.that(view == null || view == shown, "entry() returned another object");
      Checks.entry(shown);
      view = shown;
      at = Entry.of(shown);
    }
    return on;
  }

  @Override
  public final EntryView entry() {
    requireOpen();
    return cursor.entry();
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
    cursor.close();
  }
}

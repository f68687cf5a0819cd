package io.kodiak.memtable.order;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;

/** A cursor over two cursors of one direction, which show different entries. */
final class MergingCursor implements Cursor {
  private final Cursor main;
  private final Cursor recent;
  private final boolean ascending;
  private final EntryView view = new EntryView();
  private boolean mainStands;
  private boolean recentStands;
  private boolean showsRecent;

  MergingCursor(Cursor main, Cursor recent, boolean ascending) {
    this.main = main;
    this.recent = recent;
    this.ascending = ascending;
  }

  @Override
  public boolean first() {
    mainStands = main.first();
    recentStands = recent.first();
    return show();
  }

  @Override
  public boolean seek(Slice key) {
    mainStands = main.seek(key);
    recentStands = recent.seek(key);
    return show();
  }

  @Override
  public boolean next() {
    if (showsRecent) {
      recentStands = recent.next();
    } else {
      mainStands = main.next();
    }
    return show();
  }

  private boolean show() {
    showsRecent = recentStands && !(mainStands && mainIsFirst());
    if (!mainStands && !recentStands) {
      return false;
    }
    EntryView shown = showsRecent ? recent.entry() : main.entry();
    view.key(shown.keyArray(), shown.keyOffset(), shown.keyLength());
    view.value(shown.valueArray(), shown.valueOffset(), shown.valueLength());
    view.version(shown.sequence(), shown.kind());
    return true;
  }

  private boolean mainIsFirst() {
    EntryView one = main.entry();
    EntryView other = recent.entry();
    int order = one.compareKey(other.keyArray(), other.keyOffset(), other.keyLength());
    if (order == 0) {
      order = Long.compare(other.sequence(), one.sequence());
    }
    return ascending == order < 0;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    main.close();
    recent.close();
  }
}

package com.acme.treemap;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.NavigableSet;
import java.util.function.Supplier;

/** Finds its way anew at every step, so that the tree may change in between. */
final class TreeMapCursor implements Cursor {
  private final TreeMapMemtable memtable;
  private final NavigableSet<Version> versions;
  private final boolean descending;
  private final EntryView entry = new EntryView();
  private Version at;

  TreeMapCursor(TreeMapMemtable memtable, NavigableSet<Version> versions, boolean descending) {
    this.memtable = memtable;
    this.versions = versions;
    this.descending = descending;
  }

  @Override
  public boolean first() {
    return moveTo(() -> versions.isEmpty() ? null : versions.first());
  }

  @Override
  public boolean seek(Slice key) {
    // Ascending, the newest version comes first; descending, the oldest.
    Version edge = Version.before(key, descending ? 0 : Limits.MAX_SEQUENCE);
    return moveTo(() -> versions.ceiling(edge));
  }

  @Override
  public boolean next() {
    return moveTo(() -> versions.higher(at));
  }

  private boolean moveTo(Supplier<Version> step) {
    Version found = memtable.locked(step);
    if (found == null) {
      return false;
    }
    at = found;
    at.show(entry);
    return true;
  }

  @Override
  public EntryView entry() {
    return entry;
  }

  @Override
  public void close() {}
}

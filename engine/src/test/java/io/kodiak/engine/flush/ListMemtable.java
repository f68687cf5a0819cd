package io.kodiak.engine.flush;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.Version;
import java.util.ArrayList;
import java.util.List;

/** A memtable that shows a list just as it is, in whatever order, and counts what it likes. */
class ListMemtable implements Memtable {
  private final List<Version> versions;
  private final byte[] keyBuffer = new byte[128 << 10];
  private long count;
  private int openCursors;

  ListMemtable(List<Version> versions) {
    this.versions = new ArrayList<>(versions);
    this.count = versions.size();
  }

  /** Says that it holds another number of entries. */
  ListMemtable counting(long claimed) {
    count = claimed;
    return this;
  }

  int openCursors() {
    return openCursors;
  }

  /** Shows the entry of a position, its key always in the same array, as is allowed. */
  void show(int position, EntryView view) {
    Version version = versions.get(position);
    Slice key = version.key();
    System.arraycopy(key.array(), key.offset(), keyBuffer, 0, key.length());
    view.key(keyBuffer, 0, key.length());
    view.value(version.value().array(), version.value().offset(), version.value().length());
    view.version(version.sequence(), version.kind());
  }

  @Override
  public Cursor ascending() {
    openCursors++;
    return new ListCursor();
  }

  private final class ListCursor implements Cursor {
    private final EntryView view = new EntryView();
    private int position;

    @Override
    public boolean first() {
      position = -1;
      return next();
    }

    @Override
    public boolean next() {
      position++;
      if (position >= versions.size()) {
        return false;
      }
      show(position, view);
      return true;
    }

    @Override
    public EntryView entry() {
      return view;
    }

    @Override
    public boolean seek(Slice key) {
      throw new UnsupportedOperationException("a flush does not seek");
    }

    @Override
    public void close() {
      openCursors--;
    }
  }

  @Override
  public long entryCount() {
    return count;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    throw new UnsupportedOperationException("a flush does not put");
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    throw new UnsupportedOperationException("a flush does not get");
  }

  @Override
  public Cursor descending() {
    throw new UnsupportedOperationException("a flush does not descend");
  }

  @Override
  public long bytesUsed() {
    return 0;
  }

  @Override
  public void close() {}
}

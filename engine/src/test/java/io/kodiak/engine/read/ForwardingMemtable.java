package io.kodiak.engine.read;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;

/** A memtable that is another one; for tests that change a call or two. */
public class ForwardingMemtable implements Memtable {
  private final Memtable memtable;

  public ForwardingMemtable(Memtable memtable) {
    this.memtable = memtable;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    memtable.put(key, sequence, kind, value);
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    return memtable.get(key, snapshot, result);
  }

  @Override
  public Cursor ascending() {
    return memtable.ascending();
  }

  @Override
  public Cursor descending() {
    return memtable.descending();
  }

  @Override
  public long bytesUsed() {
    return memtable.bytesUsed();
  }

  @Override
  public long entryCount() {
    return memtable.entryCount();
  }

  @Override
  public void close() {
    memtable.close();
  }
}

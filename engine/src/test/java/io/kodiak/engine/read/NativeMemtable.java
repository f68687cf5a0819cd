package io.kodiak.engine.read;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import java.util.Arrays;

/** Gives any memtable the capability to answer questions about prefixes, and counts these. */
final class NativeMemtable implements PrefixMemtable {
  private final Memtable memtable;
  private int matches;
  private int skips;

  NativeMemtable(Memtable memtable) {
    this.memtable = memtable;
  }

  /** How often it was asked for the longest prefix. */
  int matches() {
    return matches;
  }

  /** How often a cursor was told to leave a prefix behind. */
  int skips() {
    return skips;
  }

  @Override
  public int longestPrefix(Slice key, int limit, long snapshot) {
    matches++;
    EntryView view = new EntryView();
    for (int length = limit; length > 0; length--) {
      if (memtable.get(key.slice(0, length), snapshot, view)) {
        return length;
      }
    }
    return -1;
  }

  @Override
  public PrefixCursor ascending() {
    return new Skipping(memtable.ascending());
  }

  private final class Skipping implements PrefixCursor {
    private final Cursor cursor;

    Skipping(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean skipPrefix(int length) {
      skips++;
      EntryView at = cursor.entry();
      int from = at.keyOffset();
      byte[] prefix = Arrays.copyOfRange(at.keyArray(), from, from + length);
      Slice above = KeyRange.prefix(prefix).to();
      return above != null && cursor.seek(above);
    }

    @Override
    public boolean first() {
      return cursor.first();
    }

    @Override
    public boolean seek(Slice key) {
      return cursor.seek(key);
    }

    @Override
    public boolean next() {
      return cursor.next();
    }

    @Override
    public EntryView entry() {
      return cursor.entry();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  @Override
  public Cursor descending() {
    return memtable.descending();
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

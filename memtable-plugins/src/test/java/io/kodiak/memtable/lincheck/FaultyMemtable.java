package io.kodiak.memtable.lincheck;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.testkit.Entry;
import java.util.Arrays;

/**
 * A memtable over a sorted array that is copied at each write, into which one fault of concurrency
 * can be planted. Used by one thread it is right with every fault.
 */
final class FaultyMemtable implements Memtable {
  private static final Entry BLANK = Entry.delete(Slice.utf8("blank"), 1);

  private final Fault fault;
  private final Runnable pause;
  private volatile Entry[] entries = new Entry[0];
  private volatile int count;
  private volatile Entry[] cached = entries;
  private volatile int cachedCount;

  /**
   * A memtable without entries.
   *
   * @param pause what is done where the fault can be seen, so that others get there in time
   */
  FaultyMemtable(Fault fault, Runnable pause) {
    this.fault = fault;
    this.pause = pause;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    Entry entry = new Entry(key, sequence, kind, value);
    int at = find(entries, count, entry);
    if (fault == Fault.MOVES_ENTRIES) {
      moveAndInsert(at, entry);
    } else if (fault == Fault.COUNTS_FIRST) {
      Entry[] copy = withGap(at);
      copy[at] = BLANK;
      entries = copy;
      count = copy.length;
      pause.run();
      copy[at] = entry;
      entries = copy;
    } else {
      Entry[] copy = withGap(at);
      copy[at] = entry;
      entries = copy;
      count = copy.length;
    }
  }

  private Entry[] withGap(int at) {
    Entry[] copy = new Entry[count + 1];
    System.arraycopy(entries, 0, copy, 0, at);
    System.arraycopy(entries, at, copy, at + 1, count - at);
    return copy;
  }

  private void moveAndInsert(int at, Entry entry) {
    int size = count;
    Entry[] room = entries;
    if (size == room.length) {
      room = Arrays.copyOf(room, 2 * size + 4);
      Arrays.fill(room, size, room.length, entry);
      entries = room;
    }
    for (int i = size; i > at; i--) {
      room[i] = room[i - 1];
    }
    pause.run();
    room[at] = entry;
    count = size + 1;
  }

  /** The number of entries before {@code place}. */
  private static int find(Entry[] entries, int count, Entry place) {
    int found = Arrays.binarySearch(entries, 0, count, place);
    return found < 0 ? -found - 1 : found;
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    Entry[] seen = entries;
    int size = size(seen);
    int at = find(seen, size, Entry.delete(key, snapshot));
    if (at == size || !seen[at].key().equals(key)) {
      return false;
    }
    show(seen[at], result);
    return true;
  }

  private int size(Entry[] seen) {
    return fault == Fault.MOVES_ENTRIES ? count : seen.length;
  }

  private Entry[] cached() {
    if (cachedCount != count) {
      cachedCount = count;
      pause.run();
      cached = entries;
    }
    return cached;
  }

  private static void show(Entry entry, EntryView view) {
    view.key(entry.key().array(), entry.key().offset(), entry.key().length());
    view.version(entry.sequence(), entry.kind());
    view.value(entry.value().array(), entry.value().offset(), entry.value().length());
  }

  @Override
  public Cursor ascending() {
    return new ArrayCursor(true);
  }

  @Override
  public Cursor descending() {
    return new ArrayCursor(false);
  }

  @Override
  public long bytesUsed() {
    return 100L * count;
  }

  @Override
  public long entryCount() {
    return count;
  }

  @Override
  public void close() {}

  private final class ArrayCursor implements Cursor {
    private final EntryView view = new EntryView();
    private final boolean ascending;
    private final int size;
    private final Entry[] seen;
    private int at;

    ArrayCursor(boolean ascending) {
      this.ascending = ascending;
      seen = fault == Fault.CACHES_CARELESSLY ? cached() : entries;
      size = size(seen);
    }

    @Override
    public boolean first() {
      return stand(ascending ? 0 : size - 1);
    }

    @Override
    public boolean seek(Slice key) {
      return stand(
          ascending
              ? find(seen, size, Entry.delete(key, Long.MAX_VALUE))
              : find(seen, size, Entry.delete(key, 0)) - 1);
    }

    @Override
    public boolean next() {
      return stand(ascending ? at + 1 : at - 1);
    }

    private boolean stand(int index) {
      at = index;
      if (index < 0 || index >= size) {
        return false;
      }
      show(seen[index], view);
      return true;
    }

    @Override
    public EntryView entry() {
      return view;
    }

    @Override
    public void close() {}
  }
}

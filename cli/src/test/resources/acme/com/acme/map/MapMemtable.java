package com.acme.map;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A memtable over the JDK's concurrent map. */
final class MapMemtable implements Memtable {
  private record Version(Slice key, long sequence) {}

  private record Content(EntryKind kind, Slice value) {}

  private final ConcurrentNavigableMap<Version, Content> entries =
      new ConcurrentSkipListMap<>(
          Comparator.comparing(Version::key)
              .thenComparing(Version::sequence, Comparator.reverseOrder()));
  private final AtomicLong bytes = new AtomicLong(1000);
  private final AtomicLong count = new AtomicLong();

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    entries.put(new Version(key.copy(), sequence), new Content(kind, value.copy()));
    bytes.addAndGet(200L + key.length() + value.length());
    count.incrementAndGet();
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    var found = entries.ceilingEntry(new Version(key, snapshot));
    if (found == null || !found.getKey().key().equals(key)) {
      return false;
    }
    show(found, result);
    return true;
  }

  private static void show(Map.Entry<Version, Content> entry, EntryView view) {
    Slice key = entry.getKey().key();
    Slice value = entry.getValue().value();
    view.key(key.array(), key.offset(), key.length());
    view.value(value.array(), value.offset(), value.length());
    view.version(entry.getKey().sequence(), entry.getValue().kind());
  }

  @Override
  public Cursor ascending() {
    return new MapCursor(entries, Long.MAX_VALUE);
  }

  @Override
  public Cursor descending() {
    return new MapCursor(entries.descendingMap(), 0);
  }

  @Override
  public long bytesUsed() {
    return bytes.get();
  }

  @Override
  public long entryCount() {
    return count.get();
  }

  @Override
  public void close() {}

  private static final class MapCursor implements Cursor {
    private final ConcurrentNavigableMap<Version, Content> entries;
    private final long firstSequence;
    private final EntryView view = new EntryView();
    private Version at;

    MapCursor(ConcurrentNavigableMap<Version, Content> entries, long firstSequence) {
      this.entries = entries;
      this.firstSequence = firstSequence;
    }

    private boolean stand(Map.Entry<Version, Content> entry) {
      if (entry == null) {
        return false;
      }
      at = entry.getKey();
      show(entry, view);
      return true;
    }

    @Override
    public boolean first() {
      return stand(entries.firstEntry());
    }

    @Override
    public boolean seek(Slice key) {
      return stand(entries.ceilingEntry(new Version(key, firstSequence)));
    }

    @Override
    public boolean next() {
      return stand(entries.higherEntry(at));
    }

    @Override
    public EntryView entry() {
      return view;
    }

    @Override
    public void close() {}
  }
}

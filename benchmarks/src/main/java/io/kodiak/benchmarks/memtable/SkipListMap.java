package io.kodiak.benchmarks.memtable;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The reference for memtables: what one would write with the JDK's concurrent skip list. */
final class SkipListMap implements Memtable {
  /** How results name it. */
  static final String NAME = "ConcurrentSkipListMap";

  /**
   * The objects of an entry without its bytes: a node of the map, the key and the value with a
   * slice each, and the index nodes over it, of which there is one for two entries. With compressed
   * references, as everything here.
   */
  private static final int ENTRY_BYTES = 24 + 2 * (24 + 24) + 24 / 2;

  private final ConcurrentNavigableMap<Key, Value> map = new ConcurrentSkipListMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong count = new AtomicLong();

  private record Key(Slice key, long sequence) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = key.compareTo(other.key);
      return order != 0 ? order : Long.compare(other.sequence, sequence);
    }
  }

  private record Value(EntryKind kind, Slice bytes) {}

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    map.put(new Key(key.copy(), sequence), new Value(kind, value.copy()));
    bytes.addAndGet(ENTRY_BYTES + arrayBytes(key.length()) + arrayBytes(value.length()));
    count.incrementAndGet();
  }

  private static int arrayBytes(int length) {
    return (16 + length + 7) & ~7;
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    Map.Entry<Key, Value> entry = map.ceilingEntry(new Key(key, snapshot));
    if (entry == null || !entry.getKey().key().equals(key)) {
      return false;
    }
    fill(result, entry);
    return true;
  }

  private static void fill(EntryView view, Map.Entry<Key, Value> entry) {
    Slice key = entry.getKey().key();
    Slice value = entry.getValue().bytes();
    view.key(key.array(), key.offset(), key.length());
    view.version(entry.getKey().sequence(), entry.getValue().kind());
    view.value(value.array(), value.offset(), value.length());
  }

  @Override
  public Cursor ascending() {
    return new MapCursor(map, Long.MAX_VALUE);
  }

  @Override
  public Cursor descending() {
    return new MapCursor(map.descendingMap(), 0);
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
  public void close() {
    map.clear();
  }

  private static final class MapCursor implements Cursor {
    private final NavigableMap<Key, Value> map;
    private final long foremost;
    private final EntryView view = new EntryView();
    private Iterator<Map.Entry<Key, Value>> rest = Map.<Key, Value>of().entrySet().iterator();

    /** Walks over {@code map}; {@code foremost} is the sequence it shows first of a key. */
    MapCursor(NavigableMap<Key, Value> map, long foremost) {
      this.map = map;
      this.foremost = foremost;
    }

    @Override
    public boolean first() {
      rest = map.entrySet().iterator();
      return next();
    }

    @Override
    public boolean seek(Slice key) {
      rest = map.tailMap(new Key(key, foremost)).entrySet().iterator();
      return next();
    }

    @Override
    public boolean next() {
      if (!rest.hasNext()) {
        return false;
      }
      fill(view, rest.next());
      return true;
    }

    @Override
    public EntryView entry() {
      return view;
    }

    @Override
    public void close() {
      rest = Map.<Key, Value>of().entrySet().iterator();
    }
  }
}

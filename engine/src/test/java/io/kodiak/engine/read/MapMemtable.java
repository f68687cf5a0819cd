package io.kodiak.engine.read;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.Version;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A memtable for tests. Its cursors show each entry in arrays that the next move overwrites, which
 * the contract of cursors allows.
 */
public final class MapMemtable implements Memtable {
  private static final Comparator<Version> ORDER = Comparator.naturalOrder();

  private final ConcurrentSkipListMap<Version, Version> entries =
      new ConcurrentSkipListMap<>(ORDER);
  private final AtomicInteger openCursors = new AtomicInteger();

  void put(Version version) {
    entries.put(version, version);
  }

  int openCursors() {
    return openCursors.get();
  }

  private static Version at(Slice key, long sequence) {
    return new Version(key, sequence, EntryKind.PUT, Slice.EMPTY);
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    put(new Version(key.copy(), sequence, kind, value.copy()));
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    Map.Entry<Version, Version> found = entries.ceilingEntry(at(key, snapshot));
    if (found == null || !found.getValue().key().equals(key)) {
      return false;
    }
    show(found.getValue(), result);
    return true;
  }

  private static void show(Version version, EntryView view) {
    Slice key = version.key();
    Slice value = version.value();
    view.key(key.array(), key.offset(), key.length());
    view.version(version.sequence(), version.kind());
    view.value(value.array(), value.offset(), value.length());
  }

  @Override
  public Cursor ascending() {
    return new MapCursor(entries, false);
  }

  @Override
  public Cursor descending() {
    return new MapCursor(entries.descendingMap(), true);
  }

  @Override
  public long bytesUsed() {
    return 100L * entries.size();
  }

  @Override
  public long entryCount() {
    return entries.size();
  }

  @Override
  public void close() {}

  private final class MapCursor implements Cursor {
    private final ConcurrentNavigableMap<Version, Version> order;
    private final boolean reverse;
    private final EntryView view = new EntryView();
    private final byte[] key = new byte[1 << 10];
    private final byte[] value = new byte[1 << 16];
    private @Nullable Version current;
    private boolean closed;

    MapCursor(ConcurrentNavigableMap<Version, Version> order, boolean reverse) {
      this.order = order;
      this.reverse = reverse;
      openCursors.incrementAndGet();
    }

    @Override
    public boolean first() {
      return stand(order.firstEntry());
    }

    @Override
    public boolean seek(Slice wanted) {
      return stand(order.ceilingEntry(at(wanted, reverse ? 0 : Long.MAX_VALUE)));
    }

    @Override
    public boolean next() {
      Version from = current;
      if (from == null) {
        throw new IllegalStateException("the cursor stands on no entry");
      }
      return stand(order.higherEntry(from));
    }

    private boolean stand(Map.@Nullable Entry<Version, Version> found) {
      current = found == null ? null : found.getValue();
      Version version = current;
      Arrays.fill(key, (byte) 0x55);
      if (version == null) {
        return false;
      }
      Slice from = version.key();
      Slice content = version.value();
      System.arraycopy(from.array(), from.offset(), key, 3, from.length());
      System.arraycopy(content.array(), content.offset(), value, 5, content.length());
      view.key(key, 3, from.length());
      view.version(version.sequence(), version.kind());
      view.value(value, 5, content.length());
      return true;
    }

    @Override
    public EntryView entry() {
      return view;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openCursors.decrementAndGet();
      }
    }
  }
}

package io.kodiak.testkit;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A correct memtable over the JDK's skip list, into which one fault can be planted. */
final class ReferenceMemtable implements PrefixMemtable {
  /** How many sequences back the forgetful one remembers. */
  private static final long KEPT = 1_000;

  private final MemtableFault fault;
  private final NavigableMap<Entry, Entry> entries;
  private final AtomicLong bytes = new AtomicLong(100);
  private final AtomicLong count = new AtomicLong();

  ReferenceMemtable(MemtableFault fault) {
    this.fault = fault;
    entries = new ConcurrentSkipListMap<>(order(fault));
  }

  private static Comparator<Entry> order(MemtableFault fault) {
    return switch (fault) {
      case SIGNED_BYTES ->
          Comparator.comparing(Entry::key, ReferenceMemtable::signed)
              .thenComparing(Entry::compareTo);
      case VERSIONS_UPWARDS -> Comparator.comparing(Entry::key).thenComparing(Entry::sequence);
      case ONE_VERSION_ONLY -> Comparator.comparing(Entry::key);
      case EIGHT_BYTES_OF_KEY ->
          Comparator.comparing(
                  (Entry entry) -> entry.key().slice(0, Math.min(8, entry.key().length())))
              .thenComparing(Entry::sequence, Comparator.reverseOrder());
      default -> Comparator.naturalOrder();
    };
  }

  private static int signed(Slice a, Slice b) {
    return java.util.Arrays.compare(a.toByteArray(), b.toByteArray());
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    boolean drops = fault == MemtableFault.LOSES_TOMBSTONES && kind == EntryKind.DELETE;
    boolean late = fault == MemtableFault.LOSES_ONE_IN_A_THOUSAND && sequence % 1000 == 999;
    if (!drops && !late) {
      boolean copies = fault != MemtableFault.KEEPS_THE_CALLERS_BYTES;
      Entry entry =
          copies
              ? new Entry(key.copy(), sequence, kind, value.copy())
              : new Entry(key, sequence, kind, value);
      entries.put(entry, entry);
    }
    if (fault == MemtableFault.FORGETS_OLD_VERSIONS && sequence > KEPT) {
      forget(key, sequence - KEPT);
    }
    long size = 160L + key.length() + value.length();
    bytes.addAndGet(fault == MemtableFault.BYTES_SHRINK && sequence % 2 == 0 ? -size : size);
    boolean isNew = fault != MemtableFault.COUNTS_KEYS || newest(key, sequence - 1) == null;
    count.addAndGet(isNew ? 1 : 0);
  }

  /** Drops the versions that only a snapshot of long ago could show. */
  private void forget(Slice key, long snapshot) {
    Entry old = newest(key, snapshot);
    if (old != null && newest(key, old.sequence() - 1) != null) {
      entries.remove(newest(key, old.sequence() - 1));
    }
  }

  private @Nullable Entry newest(Slice key, long snapshot) {
    Map.Entry<Entry, Entry> found = entries.ceilingEntry(Entry.delete(key, snapshot));
    return found != null && found.getValue().key().equals(key) ? found.getValue() : null;
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    boolean blind =
        fault == MemtableFault.IGNORES_THE_SNAPSHOT
            || (fault == MemtableFault.SHOWS_SNAPSHOTS_THE_NEWEST && count.get() > snapshot + 50);
    Entry found = newest(key, blind ? Long.MAX_VALUE : snapshot);
    boolean hides =
        fault == MemtableFault.HIDES_TOMBSTONES
            && found != null
            && found.kind() == EntryKind.DELETE;
    if (found == null || hides) {
      if (fault == MemtableFault.CHANGES_THE_RESULT) {
        result.version(0, EntryKind.PUT);
      }
      return false;
    }
    show(found, result);
    return true;
  }

  @Override
  public int longestPrefix(Slice key, int limit, long snapshot) {
    boolean blind = fault == MemtableFault.PREFIX_IGNORES_THE_SNAPSHOT;
    long visible = blind ? Long.MAX_VALUE : snapshot;
    int longest = -1;
    for (int length = 1; length <= mostOf(key, limit); length++) {
      Entry found = newest(key.slice(0, length), visible);
      boolean hides =
          fault == MemtableFault.PREFIX_HIDES_TOMBSTONES
              && found != null
              && found.kind() == EntryKind.DELETE;
      longest = found == null || hides ? longest : length;
      if (longest > 0 && fault == MemtableFault.PREFIX_IS_THE_SHORTEST) {
        return longest;
      }
    }
    return longest;
  }

  private int mostOf(Slice key, int limit) {
    return switch (fault) {
      case PREFIX_BEYOND_THE_LIMIT -> key.length();
      case PREFIX_OF_EIGHT_BYTES -> Math.min(limit, 8);
      case PREFIX_IS_NOT_THE_KEY_ITSELF -> Math.min(limit, key.length() - 1);
      default -> limit;
    };
  }

  private static void show(Entry entry, EntryView view) {
    view.key(entry.key().array(), entry.key().offset(), entry.key().length());
    view.version(entry.sequence(), entry.kind());
    view.value(entry.value().array(), entry.value().offset(), entry.value().length());
  }

  @Override
  public PrefixCursor ascending() {
    return new ReferenceCursor(entries, true);
  }

  @Override
  public Cursor descending() {
    return new ReferenceCursor(entries.descendingMap(), false);
  }

  @Override
  public long bytesUsed() {
    return fault == MemtableFault.BYTES_OF_NOTHING ? 0 : bytes.get();
  }

  @Override
  public long entryCount() {
    return count.get();
  }

  @Override
  public void close() {
    if (fault == MemtableFault.CLOSE_THROWS) {
      throw new IllegalStateException("planted");
    }
  }

  /** A cursor over one direction of the map. */
  private final class ReferenceCursor implements PrefixCursor {
    private final NavigableMap<Entry, Entry> map;
    private final boolean ascending;
    private final EntryView view = new EntryView();
    private final long sizeAtOpen = count.get();
    private long sizeAtMove;
    private EntryView shown = view;
    private @Nullable Entry at;

    ReferenceCursor(NavigableMap<Entry, Entry> map, boolean ascending) {
      this.map = map;
      this.ascending = ascending;
    }

    @Override
    public boolean first() {
      if (fault == MemtableFault.FIRST_STAYS && at != null) {
        return true;
      }
      return stand(map.firstEntry());
    }

    @Override
    public boolean seek(Slice key) {
      boolean newest = ascending || fault == MemtableFault.DESCENDING_SEEKS_NEWEST;
      Entry bound = Entry.delete(key, newest ? Long.MAX_VALUE : 0);
      boolean beyond = fault == MemtableFault.SEEK_PASSES_THE_KEY;
      if (beyond) {
        bound = Entry.delete(key, ascending ? 0 : Long.MAX_VALUE);
      }
      return stand(map.ceilingEntry(bound));
    }

    @Override
    public boolean next() {
      boolean ends = fault == MemtableFault.CURSOR_ENDS_EARLY && count.get() > sizeAtOpen + 100;
      Entry from = at;
      if (fault == MemtableFault.CURSOR_SKIPS_WHEN_MORE_IS_ADDED && count.get() > sizeAtMove) {
        Map.Entry<Entry, Entry> skipped = map.higherEntry(at);
        from = skipped == null ? at : skipped.getValue();
      }
      return !ends && stand(map.higherEntry(from));
    }

    @Override
    public boolean skipPrefix(int length) {
      if (at == null || fault == MemtableFault.SKIPS_NOTHING) {
        return next();
      }
      Slice above = KeyRange.prefix(at.key().slice(0, length).toByteArray()).to();
      boolean on = above != null && stand(map.ceilingEntry(Entry.delete(above, Long.MAX_VALUE)));
      return (on && fault == MemtableFault.SKIPS_TOO_MUCH) ? next() : on;
    }

    private boolean stand(Map.@Nullable Entry<Entry, Entry> found) {
      at = found == null ? null : found.getValue();
      sizeAtMove = count.get();
      if (at == null) {
        return false;
      }
      shown = fault == MemtableFault.A_VIEW_FOR_EACH_MOVE ? new EntryView() : view;
      show(at, shown);
      if (fault == MemtableFault.TORN_VALUES && count.get() > sizeAtOpen && at.sequence() > 5) {
        shown.version(at.sequence() - 1, at.kind());
      }
      return true;
    }

    @Override
    public EntryView entry() {
      return shown;
    }

    @Override
    public void close() {
      if (fault == MemtableFault.CURSOR_CLOSES_ONCE && at == null) {
        throw new IllegalStateException("planted");
      }
      at = null;
    }
  }
}

package io.kodiak.memtable.lincheck;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A memtable in the hands of the engine: one writer, who publishes a sequence after the entries up
 * to it were put, and readers, who see what was published.
 *
 * <p>Each operation takes effect at its one access of the published sequence, so the whole must be
 * linearizable to {@link SequentialMemtable}, whatever the memtable does in between.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:" + Keys.LAST)
public class MemtableOperations {
  private static final String WRITER = "writer";

  private final int fill = Scenario.fill;
  private final Memtable memtable = Scenario.factory.create(1 << 20);
  private long sequence;
  private volatile long published;

  /** A memtable that is filled as far as the scenario says. */
  public MemtableOperations() {
    while (sequence < fill) {
      add(Keys.filled(sequence + 1), EntryKind.PUT);
    }
    published = sequence;
  }

  private void add(Slice key, EntryKind kind) {
    sequence++;
    memtable.put(key, sequence, kind, kind == EntryKind.PUT ? Shown.value(sequence) : Slice.EMPTY);
  }

  /** Puts a value. */
  @Operation(nonParallelGroup = WRITER)
  public void put(@Param(name = "key") int key) {
    add(Keys.of(key, fill), EntryKind.PUT);
    published = sequence;
  }

  /** Deletes a key. */
  @Operation(nonParallelGroup = WRITER)
  public void delete(@Param(name = "key") int key) {
    add(Keys.of(key, fill), EntryKind.DELETE);
    published = sequence;
  }

  /** Writes several entries that are published together, as a batch. */
  @Operation(nonParallelGroup = WRITER)
  public void write(@Param(name = "key") int one, @Param(name = "key") int other) {
    add(Keys.of(one, fill), EntryKind.PUT);
    add(Keys.of(other, fill), EntryKind.DELETE);
    add(Keys.of(other, fill), EntryKind.PUT);
    published = sequence;
  }

  /** What is found under a key. */
  @Operation
  public String get(@Param(name = "key") int key) {
    return find(key, published);
  }

  /** What was found under a key before the last write. */
  @Operation
  public String getBefore(@Param(name = "key") int key) {
    return find(key, published - 1);
  }

  private String find(int key, long snapshot) {
    EntryView view = new EntryView();
    return memtable.get(Keys.of(key, fill), snapshot, view) ? Shown.entry(view) : "-";
  }

  /** Everything, upwards. */
  @Operation
  public String ascending() {
    return scan(true);
  }

  /** Everything, downwards. */
  @Operation
  public String descending() {
    return scan(false);
  }

  private String scan(boolean ascending) {
    long snapshot = published;
    Shown shown = new Shown(fill);
    try (Cursor cursor = ascending ? memtable.ascending() : memtable.descending()) {
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        if (cursor.entry().sequence() <= snapshot) {
          shown.add(cursor.entry());
        }
      }
    }
    return shown.toString();
  }

  /** The first entry at a key or above, and the one behind it. */
  @Operation
  public String seek(@Param(name = "key") int key) {
    return seek(key, true);
  }

  /** The first entry at a key or below, and the one before it. */
  @Operation
  public String seekBack(@Param(name = "key") int key) {
    return seek(key, false);
  }

  private String seek(int key, boolean ascending) {
    long snapshot = published;
    StringBuilder found = new StringBuilder();
    int left = 2;
    try (Cursor cursor = ascending ? memtable.ascending() : memtable.descending()) {
      for (boolean on = cursor.seek(Keys.of(key, fill)); on && left > 0; on = cursor.next()) {
        if (cursor.entry().sequence() <= snapshot) {
          found.append(Shown.entry(cursor.entry())).append(' ');
          left--;
        }
      }
    }
    return found.toString();
  }

  /** The longest key that begins a key with a tail; asked of the structure where it can answer. */
  @Operation
  public int longestPrefix(@Param(name = "key") int key) {
    long snapshot = published;
    Slice sought = Keys.withTail(key, fill);
    if (memtable instanceof PrefixMemtable structure) {
      return structure.longestPrefix(sought, sought.length(), snapshot);
    }
    EntryView view = new EntryView();
    int length = sought.length();
    while (length > 0 && !memtable.get(sought.slice(0, length), snapshot, view)) {
      length--;
    }
    return length == 0 ? -1 : length;
  }

  /** The first entry of each group of keys that begin alike; skipped as the cursor can. */
  @Operation
  public String groups() {
    long snapshot = published;
    Shown shown = new Shown(fill);
    try (Cursor cursor = memtable.ascending()) {
      boolean on = cursor.first();
      while (on) {
        if (cursor.entry().sequence() > snapshot) {
          on = cursor.next();
        } else {
          shown.add(cursor.entry());
          on = skipGroup(cursor);
        }
      }
    }
    return shown.toString();
  }

  private static boolean skipGroup(Cursor cursor) {
    Slice group = Keys.group(cursor.entry().keySlice());
    if (cursor instanceof PrefixCursor structure) {
      return structure.skipPrefix(group.length());
    }
    boolean on = cursor.next();
    while (on && cursor.entry().keySlice().startsWith(group)) {
      on = cursor.next();
    }
    return on;
  }
}

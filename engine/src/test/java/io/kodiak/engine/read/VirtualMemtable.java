package io.kodiak.engine.read;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.util.function.IntFunction;

/**
 * A memtable of any number of entries that takes no memory: a function tells each. It counts how
 * its cursors are moved.
 */
final class VirtualMemtable implements Memtable {
  private final int count;
  private final IntFunction<String> keys;
  private final EntryKind kind;
  private int seeks;
  private int steps;

  /**
   * @param keys the key of each number below {@code count}, ascending; its sequence is the number
   *     and one
   */
  VirtualMemtable(int count, EntryKind kind, IntFunction<String> keys) {
    this.count = count;
    this.kind = kind;
    this.keys = keys;
  }

  /** How often a cursor was sought or set to its begin. */
  int seeks() {
    return seeks;
  }

  /** How often a cursor was moved to the next entry. */
  int steps() {
    return steps;
  }

  private int firstAtLeast(Slice key) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Slice.utf8(keys.apply(middle)).compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean holds(int index, Slice key) {
    return index < count && Slice.utf8(keys.apply(index)).equals(key);
  }

  private boolean show(int index, EntryView view) {
    if (index < 0 || index >= count) {
      return false;
    }
    byte[] key = Slice.utf8(keys.apply(index)).array();
    view.key(key, 0, key.length);
    view.version(index + 1, kind);
    view.value(key, 0, kind == EntryKind.PUT ? key.length : 0);
    return true;
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    int index = firstAtLeast(key);
    return holds(index, key) && index < snapshot && show(index, result);
  }

  @Override
  public Cursor ascending() {
    return new VirtualCursor(1);
  }

  @Override
  public Cursor descending() {
    return new VirtualCursor(-1);
  }

  private final class VirtualCursor implements Cursor {
    private final int step;
    private final EntryView view = new EntryView();
    private int at;

    VirtualCursor(int step) {
      this.step = step;
    }

    @Override
    public boolean first() {
      seeks++;
      return stand(step > 0 ? 0 : count - 1);
    }

    @Override
    public boolean seek(Slice key) {
      seeks++;
      int index = firstAtLeast(key);
      return stand(step > 0 || holds(index, key) ? index : index - 1);
    }

    @Override
    public boolean next() {
      steps++;
      return stand(at + step);
    }

    private boolean stand(int index) {
      at = index;
      return show(index, view);
    }

    @Override
    public EntryView entry() {
      return view;
    }

    @Override
    public void close() {}
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kindOfEntry, Slice value) {
    throw new UnsupportedOperationException("it is as it is");
  }

  @Override
  public long bytesUsed() {
    return 0;
  }

  @Override
  public long entryCount() {
    return count;
  }

  @Override
  public void close() {}
}

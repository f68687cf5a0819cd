package io.kodiak.memtable.order;

import io.kodiak.api.Cursor;
import io.kodiak.memtable.arena.EntryArena;

/**
 * The order of entries that are appended as they come, made when a cursor is, and kept until there
 * are more entries.
 *
 * <p>It is in two parts: most entries, and the recent ones. A cursor that comes when some were
 * added sorts those alone and merges them into the recent part, which is small, so that cursors
 * between puts cost little; only when it has outgrown its share of the whole are both made one.
 * Cursors over one order share it.
 *
 * <p><b>Threading.</b> Any thread may ask for a cursor. Of several that find the order out of date,
 * one sorts and the others wait for what they need as well; the writer of the memtable neither
 * waits nor is it waited for.
 */
public final class EntryOrder {
  /** So many recent entries are few in any case. */
  private static final int FEW = 1 << 10;

  /** The share of the recent part, as a power of a half. */
  private static final int SHARE_BITS = 5;

  /** From this share on, as a power of a half, sorting all again is quicker than merging. */
  private static final int MERGED_SHARE_BITS = 3;

  private static final long OBJECT_BYTES = 24 + 32;

  private final EntryArena entries;
  private final Appended appended;
  private volatile Parts parts;

  /** References in the order in which their entries were added. */
  public interface Appended {
    /**
     * Copies those from {@code first} on, as many as fit: the caller knows that they were added.
     */
    void copyTo(int first, int[] target);
  }

  private static final class Parts {
    final SortedEntries most;
    final SortedEntries recent;
    final long heapBytes;

    Parts(SortedEntries most, SortedEntries recent, long heapBytes) {
      this.most = most;
      this.recent = recent;
      this.heapBytes = heapBytes;
    }

    int count() {
      return most.count() + recent.count();
    }
  }

  /** The order of the entries that will be appended. */
  public EntryOrder(EntryArena entries, Appended appended) {
    this.entries = entries;
    this.appended = appended;
    SortedEntries none = SortedEntries.of(entries, new int[0]);
    this.parts = new Parts(none, none, OBJECT_BYTES + none.heapBytes());
  }

  /**
   * A cursor over the first {@code count} entries, or a few more.
   *
   * @param count a number of entries that the calling thread knows to have been added
   */
  public Cursor cursor(int count, boolean ascending) {
    Parts current = parts;
    if (current.count() < count) {
      current = extended(count);
    }
    Cursor most = new SortedEntriesCursor(current.most, ascending);
    if (current.recent.count() == 0) {
      return most;
    }
    Cursor recent = new SortedEntriesCursor(current.recent, ascending);
    return new MergingCursor(most, recent, ascending);
  }

  private synchronized Parts extended(int count) {
    Parts current = parts;
    if (current.count() < count) {
      current = extended(current, count);
      parts = current;
    }
    return current;
  }

  private Parts extended(Parts current, int count) {
    int most = current.most.count();
    int others = count - most;
    if (others > most >>> MERGED_SHARE_BITS && others > FEW) {
      return parts(sorted(0, count), SortedEntries.of(entries, new int[0]), current);
    }
    SortedEntries recent = current.recent.mergedWith(sorted(current.count(), count));
    if (others > FEW + (most >>> SHARE_BITS)) {
      return parts(current.most.mergedWith(recent), SortedEntries.of(entries, new int[0]), current);
    }
    return parts(current.most, recent, current);
  }

  private SortedEntries sorted(int from, int to) {
    int[] references = new int[to - from];
    appended.copyTo(from, references);
    return SortedEntries.of(entries, references);
  }

  /** What a memtable takes never becomes less, though the samples of another part may. */
  private static Parts parts(SortedEntries most, SortedEntries recent, Parts before) {
    long bytes = OBJECT_BYTES + most.heapBytes() + recent.heapBytes();
    return new Parts(most, recent, Math.max(bytes, before.heapBytes));
  }

  /** The heap that the order takes without the entries, in bytes. Any thread may ask. */
  public long heapBytes() {
    return parts.heapBytes;
  }

  /** Lets go of what was sorted. */
  public void clear() {
    SortedEntries none = SortedEntries.of(entries, new int[0]);
    parts = new Parts(none, none, parts.heapBytes);
  }
}

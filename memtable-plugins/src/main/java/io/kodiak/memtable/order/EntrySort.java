package io.kodiak.memtable.order;

import io.kodiak.api.EntryView;
import io.kodiak.memtable.arena.EntryArena;
import java.util.Arrays;

/**
 * Sorts entries of an arena by key upwards and, within a key, by sequence downwards.
 *
 * <p>Keys are sorted as W. Rantala and R. Sinha's caching string sorts do, over a <em>super
 * alphabet</em> (see J. Kärkkäinen and T. Rantala, <em>Engineering Radix Sort for Strings</em>,
 * SPIRE 2008): of each key a {@link KeyWindow} is taken, the bytes behind what all keys of the
 * group have in common, reduced to the bits in which the group differs at all. Window and position
 * of an entry fit into one word, so that a radix sort moves words alone and looks at no entry.
 * Those whose words are equal form a group that is sorted in the same way, by what comes later in
 * their keys; a few are sorted by comparing them.
 *
 * <p>Each key is read once for every {@value KeyWindow#BYTES} bytes that it shares with another, in
 * the order in which entries were appended, which is their order in memory. So the time is linear
 * in the bytes that tell the keys apart, whatever the keys: a million random keys of 16 digits take
 * about a tenth of a second. Entries that are in order already, in either direction, are noticed
 * and not moved, and so is the usual order of versions: the newest last.
 *
 * <p>A sort needs about 32 bytes an entry while it runs. For one thread.
 */
public final class EntrySort {
  /** Groups up to this size are sorted by comparing entries. */
  private static final int FEW = 16;

  private static final long REFERENCE = 0xffffffffL;

  private final EntryArena entries;
  private final EntryView view = new EntryView();
  private final EntryView other = new EntryView();
  private final KeyWindow window;
  private final WordSort words;

  /** What is sorted: a reference in the low half, in the high half what goes with it. */
  private final long[] items;

  private final long[] gathered;

  // Groups still to be sorted: begin, end, the bytes that their keys have in common at least.
  private int[] pending = new int[3 * 16];
  private int pendingSize;

  private EntrySort(EntryArena entries, long[] items) {
    this.entries = entries;
    this.items = items;
    this.gathered = new long[items.length];
    this.words = new WordSort(items.length);
    this.window = new KeyWindow(entries, items, words);
  }

  /**
   * Sorts references, in place. They may be in any order; the order in which the entries were added
   * is the best.
   */
  public static void sort(EntryArena entries, int[] references, int from, int to) {
    long[] items = new long[to - from];
    for (int i = 0; i < items.length; i++) {
      items[i] = references[from + i] & REFERENCE;
    }
    sort(entries, items);
    for (int i = 0; i < items.length; i++) {
      references[from + i] = (int) items[i];
    }
  }

  /** Sorts references in the low halves of {@code items}; the high halves go with them. */
  public static void sort(EntryArena entries, long[] items) {
    if (items.length < 2) {
      return;
    }
    new EntrySort(entries, items).run();
  }

  private void run() {
    int count = items.length;
    if (count <= FEW) {
      compareAll(0, count, 0);
      return;
    }
    boolean newestLast =
        entries.sequence((int) items[0]) < entries.sequence((int) items[count - 1]);
    sortGroup(0, count, 0, newestLast);
    while (pendingSize > 0) {
      pendingSize -= 3;
      int from = pending[pendingSize];
      int to = pending[pendingSize + 1];
      sortGroup(from, to, pending[pendingSize + 2], false);
    }
  }

  /**
   * Sorts a group by the windows of its keys, and puts off those that this leaves together.
   *
   * @param shared the bytes that all keys of the group have in common, or less
   * @param newestLast whether entries of equal windows are to be turned around
   */
  private void sortGroup(int from, int to, int shared, boolean newestLast) {
    int prefix = window.read(from, to, shared);
    if (window.isUniform()) {
      // All windows are equal, right behind what all keys share: so the keys are.
      sortVersions(from, to);
      return;
    }
    int positionBits = Integer.SIZE - Integer.numberOfLeadingZeros(to - from - 1);
    int width = window.reduce(from, to, positionBits, newestLast);
    if (words.sort(from, to, positionBits, newestLast, width)) {
      gather(from, to, positionBits, newestLast);
    }
    long[] sorted = words.words();
    int begin = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || sorted[i] >>> positionBits != sorted[begin] >>> positionBits) {
        if (i - begin > 1) {
          sortLater(begin, i, prefix);
        }
        begin = i;
      }
    }
  }

  /** Brings the items into the order of the words, each of which says where its item was. */
  private void gather(int from, int to, int positionBits, boolean newestLast) {
    long[] sorted = words.words();
    long mask = (1L << positionBits) - 1;
    for (int i = from; i < to; i++) {
      int position = (int) (sorted[i] & mask);
      gathered[i] = items[newestLast ? to - 1 - position : from + position];
    }
    System.arraycopy(gathered, from, items, from, to - from);
  }

  private void sortLater(int from, int to, int prefix) {
    if (to - from <= FEW) {
      compareAll(from, to, prefix);
      return;
    }
    int shared = prefix;
    if (window.isComplete()) {
      entries.read((int) items[from], view);
      if (view.keyLength() - prefix < KeyWindow.BYTES) {
        sortVersions(from, to);
        return;
      }
      shared = prefix + KeyWindow.BYTES - 1;
    }
    if (pendingSize == pending.length) {
      pending = Arrays.copyOf(pending, 2 * pendingSize);
    }
    pending[pendingSize] = from;
    pending[pendingSize + 1] = to;
    pending[pendingSize + 2] = shared;
    pendingSize += 3;
  }

  /** Sorts a few entries by insertion. */
  private void compareAll(int from, int to, int shared) {
    for (int i = from + 1; i < to; i++) {
      long item = items[i];
      entries.read((int) item, view);
      int at = i;
      while (at > from && viewIsBefore((int) items[at - 1], shared)) {
        items[at] = items[at - 1];
        at--;
      }
      items[at] = item;
    }
  }

  private boolean viewIsBefore(int reference, int shared) {
    entries.read(reference, other);
    int order =
        Arrays.compareUnsigned(
            view.keyArray(),
            view.keyOffset() + shared,
            view.keyOffset() + view.keyLength(),
            other.keyArray(),
            other.keyOffset() + shared,
            other.keyOffset() + other.keyLength());
    return order < 0 || (order == 0 && view.sequence() > other.sequence());
  }

  /** Sorts entries of one key by sequence downwards, which they mostly are, or are in reverse. */
  private void sortVersions(int from, int to) {
    boolean falls = true;
    boolean rises = true;
    long before = entries.sequence((int) items[from]);
    for (int i = from + 1; i < to && (falls || rises); i++) {
      long sequence = entries.sequence((int) items[i]);
      falls &= sequence < before;
      rises &= sequence > before;
      before = sequence;
    }
    if (rises) {
      WordSort.reverse(items, from, to);
    } else if (!falls) {
      heapSortVersions(from, to - from);
    }
  }

  /** J. Williams' heap sort: the least sequence is at the top, and goes to the end. */
  private void heapSortVersions(int from, int count) {
    for (int i = count / 2 - 1; i >= 0; i--) {
      sift(from, i, count);
    }
    for (int left = count - 1; left > 0; left--) {
      long least = items[from];
      items[from] = items[from + left];
      items[from + left] = least;
      sift(from, 0, left);
    }
  }

  private void sift(int from, int start, int count) {
    long item = items[from + start];
    long sequence = entries.sequence((int) item);
    int at = start;
    while (2 * at + 1 < count) {
      int child = 2 * at + 1;
      long least = entries.sequence((int) items[from + child]);
      if (child + 1 < count) {
        long right = entries.sequence((int) items[from + child + 1]);
        child += right < least ? 1 : 0;
        least = Math.min(least, right);
      }
      if (sequence <= least) {
        break;
      }
      items[from + at] = items[from + child];
      at = child;
    }
    items[from + at] = item;
  }
}

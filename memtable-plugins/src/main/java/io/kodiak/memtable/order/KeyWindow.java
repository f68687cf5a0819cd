package io.kodiak.memtable.order;

import io.kodiak.api.EntryView;
import io.kodiak.memtable.arena.EntryArena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What a group of keys has behind its common prefix, {@value #BYTES} bytes of each key, reduced to
 * the bits that differ.
 *
 * <p>The last byte of a window is not the key's: it says how many bytes the key has left, so that a
 * key comes before those that it begins, and so that equal windows of keys that end inside mean
 * equal keys. Of a byte, the field from its highest to its lowest bit that differs within the group
 * is kept, which does not change the order: eight digits take 32 bits, not 64.
 *
 * <p>For one thread.
 */
final class KeyWindow {
  static final int BYTES = 16;

  /** How many keys are looked at to guess the common prefix of all. */
  private static final int SAMPLE = 16;

  /** How many entries are touched together. */
  private static final int TOUCHED = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final EntryArena entries;
  private final long[] items;
  private final WordSort words;
  private final EntryView first = new EntryView();
  private final EntryView view = new EntryView();

  // The bits in which the windows of the group differ: bytes 0 to 7 and 8 to 15.
  private long frontBits;
  private long rearBits;

  // The fields that make a word: of which half, where, how wide.
  private final boolean[] ofRear = new boolean[BYTES];
  private final int[] shift = new int[BYTES];
  private final int[] bits = new int[BYTES];
  private int fields;
  private boolean complete;
  private int touched;

  KeyWindow(EntryArena entries, long[] items, WordSort words) {
    this.entries = entries;
    this.items = items;
    this.words = words;
  }

  /**
   * Reads the windows of a group: into the words their first halves, into the spare words their
   * second ones.
   *
   * @param shared bytes that all keys of the group are known to have in common
   * @return the bytes that they do have in common, behind which the windows begin
   */
  int read(int from, int to, int shared) {
    entries.read((int) items[from], first);
    int step = Math.max(1, (to - from) / SAMPLE);
    int prefix = commonPrefix(from, to, step, shared);
    if (!fill(from, to, shared, prefix)) {
      prefix = commonPrefix(from, to, 1, shared);
      fill(from, to, shared, prefix);
    }
    return prefix;
  }

  private int commonPrefix(int from, int to, int step, int shared) {
    int prefix = first.keyLength();
    for (int i = from + step; i < to && prefix > shared; i += step) {
      entries.read((int) items[i], view);
      int at = mismatch(shared, Math.min(prefix, view.keyLength()));
      prefix = at < 0 ? Math.min(prefix, view.keyLength()) : shared + at;
    }
    return prefix;
  }

  /** Where the first key and the viewed one differ between two places; -1: they do not. */
  private int mismatch(int from, int to) {
    return Arrays.mismatch(
        first.keyArray(),
        first.keyOffset() + from,
        first.keyOffset() + to,
        view.keyArray(),
        view.keyOffset() + from,
        view.keyOffset() + to);
  }

  /** Whether all keys have the prefix; if not, it stopped at the first that has not. */
  private boolean fill(int from, int to, int shared, int prefix) {
    long[] front = words.words();
    long[] rear = words.spare();
    long frontDiffers = 0;
    long rearDiffers = 0;
    for (int i = from; i < to; i++) {
      if (((i - from) & (TOUCHED - 1)) == 0) {
        touch(i, Math.min(i + TOUCHED, to));
      }
      entries.read((int) items[i], view);
      int left = view.keyLength() - prefix;
      if (left < 0 || (prefix > shared && mismatch(shared, prefix) >= 0)) {
        return false;
      }
      byte[] array = view.keyArray();
      int at = view.keyOffset() + prefix;
      front[i] = bytes(array, at, left);
      rear[i] = (bytes(array, at + Long.BYTES, left - Long.BYTES) & ~0xffL) | Math.min(left, BYTES);
      frontDiffers |= front[i] ^ front[from];
      rearDiffers |= rear[i] ^ rear[from];
    }
    frontBits = frontDiffers;
    rearBits = rearDiffers;
    return true;
  }

  /**
   * Groups lie scattered in memory. What is read of them one by one, with decisions between, waits
   * for each; the touches of a batch wait together.
   */
  private void touch(int from, int to) {
    for (int i = from; i < to; i++) {
      touched = entries.touch((int) items[i], touched);
    }
  }

  /** Eight bytes of a key of which {@code left} are there; the others count as zeros. */
  private static long bytes(byte[] array, int at, int left) {
    if (left <= 0) {
      return 0;
    }
    if (at + Long.BYTES <= array.length) {
      // What lies behind the key in the same array is read with it, and cut off.
      long word = (long) WORD.get(array, at);
      return left >= Long.BYTES ? word : word & (-1L << (Long.SIZE - Byte.SIZE * left));
    }
    long word = 0;
    for (int i = 0; i < Math.min(left, Long.BYTES); i++) {
      word |= (array[at + i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
    }
    return word;
  }

  /** Whether all windows of the group are equal. */
  boolean isUniform() {
    return (frontBits | rearBits) == 0;
  }

  /** Whether equal words mean equal windows: false when some bits found no room. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Makes of each window a word, which never is negative: the bits that differ, as many as there is
   * room for, then the position in the group.
   *
   * @param newestLast whether positions are counted from the end
   * @return the number of bits above the position
   */
  int reduce(int from, int to, int positionBits, boolean newestLast) {
    int width = choose(Long.SIZE - 1 - positionBits);
    long[] front = words.words();
    long[] rear = words.spare();
    for (int i = from; i < to; i++) {
      long head = front[i];
      long tail = rear[i];
      long word = 0;
      for (int field = 0; field < fields; field++) {
        long source = ofRear[field] ? tail : head;
        word = word << bits[field] | (source >>> shift[field] & ((1L << bits[field]) - 1));
      }
      front[i] = word << positionBits | (newestLast ? to - 1 - i : i - from);
    }
    return width;
  }

  /** Chooses the fields, from the front on; returns the bits that they take together. */
  private int choose(int room) {
    fields = 0;
    complete = true;
    int width = 0;
    for (int at = 0; at < BYTES; at++) {
      boolean inRear = at >= Long.BYTES;
      int lowest = Long.SIZE - Byte.SIZE * (at % Long.BYTES + 1);
      int differs = (int) ((inRear ? rearBits : frontBits) >>> lowest & 0xff);
      if (differs == 0) {
        continue;
      }
      int high = Integer.SIZE - Integer.numberOfLeadingZeros(differs);
      int low = Integer.numberOfTrailingZeros(differs);
      if (high - low > room - width) {
        complete = false;
        low = high - (room - width);
        if (low == high) {
          break;
        }
      }
      addField(inRear, lowest + low, high - low);
      width += high - low;
    }
    return width;
  }

  private void addField(boolean inRear, int low, int wide) {
    int last = fields - 1;
    if (fields > 0 && ofRear[last] == inRear && shift[last] == low + wide) {
      shift[last] = low;
      bits[last] += wide;
      return;
    }
    ofRear[fields] = inRear;
    shift[fields] = low;
    bits[fields] = wide;
    fields++;
  }
}

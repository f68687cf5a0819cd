package io.kodiak.memtable.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A hash table from hashes to numbers of 32 bits, which grows by small steps: extendible hashing
 * after R. Fagin et al. (TODS 1979), with open addressing inside a segment.
 *
 * <p>The high bits of a hash choose a segment in a directory, further ones the slot where a search
 * begins; it goes on from slot to slot. A segment that has become too full is split in two by the
 * next bit, and the directory doubled when it does not tell the two apart. So growing never takes
 * longer than copying one segment and the directory, and no array is large. A slot holds thirty
 * bits of the hash, so that a search seldom looks behind a wrong one: whoever searches compares the
 * key behind each slot {@linkplain #isOf of the hash}, until a slot is empty.
 *
 * <p><b>Threading.</b> One writer. Slots are stored with release and read with acquire. Segments
 * are replaced, not emptied: a reader that holds one from before a split finds in it all that was
 * there when its search began, and what changed later it need not see.
 */
public final class HashDirectory {
  /** A slot that holds nothing, at which a search ends. */
  public static final long EMPTY = 0;

  private static final int SEGMENT_BITS = 9;
  private static final int TAG_BITS = 30;
  private static final int TAG_SHIFT = Long.SIZE - TAG_BITS;
  private static final int MOST_DEPTH = TAG_BITS - SEGMENT_BITS;
  private static final long TAG = -1L << TAG_SHIFT;
  private static final long OCCUPIED = 1L << 33;
  private static final long MARK = 1L << 32;
  private static final long NUMBER = 0xffffffffL;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(long[][].class);

  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;

  private volatile long[][] directory = new long[1][];
  private long heapBytes;

  /** Makes a directory without entries. */
  public HashDirectory() {
    directory[0] = segment(1 << SEGMENT_BITS, 0);
    heapBytes = 24 + arrayBytes(REFERENCE, 1) + arrayBytes(Long.BYTES, directory[0].length);
  }

  private static long arrayBytes(int bytes, int length) {
    return ARRAY_HEADER + (((long) bytes * length + 7) & -8L);
  }

  // Behind its slots, a segment has two words for the writer: its depth and the slots in use.
  private static long[] segment(int slots, int depth) {
    long[] segment = new long[slots + 2];
    segment[slots] = depth;
    return segment;
  }

  private static int slots(long[] segment) {
    return segment.length - 2;
  }

  /** The segment in which a hash is found, if at all. */
  public long[] segment(long hash) {
    return segment(directory, hash);
  }

  private static long[] segment(long[][] directory, long hash) {
    return (long[]) SEGMENT.getAcquire(directory, index(directory, hash));
  }

  private static int index(long[][] directory, long hash) {
    int depth = Integer.numberOfTrailingZeros(directory.length);
    return (int) (hash >>> 1 >>> (Long.SIZE - 1 - depth));
  }

  /** Where in its segment the search for a hash begins. */
  public static int start(long[] segment, long hash) {
    return (int) (hash >>> TAG_SHIFT) & (slots(segment) - 1);
  }

  /** Where a search goes on that did not end at {@code index}. */
  public static int next(long[] segment, int index) {
    return (index + 1) & (slots(segment) - 1);
  }

  /** A slot, with all that was written before it was stored. */
  public static long slot(long[] segment, int index) {
    return (long) SLOT.getAcquire(segment, index);
  }

  /** Whether a slot that is not empty is probably that of a hash. */
  public static boolean isOf(long slot, long hash) {
    return ((slot ^ hash) & TAG) == 0;
  }

  /** The number in a slot. */
  public static int number(long slot) {
    return (int) slot;
  }

  /** The mark of a slot, which says what its number means. */
  public static boolean isMarked(long slot) {
    return (slot & MARK) != 0;
  }

  private static long slot(long hash, int number, boolean marked) {
    return (hash & TAG) | OCCUPIED | (marked ? MARK : 0) | (number & NUMBER);
  }

  /** Stores another number in a slot in use. For the writer. */
  public static void replace(long[] segment, int index, int number, boolean marked) {
    long before = segment[index];
    SLOT.setRelease(segment, index, slot(before, number, marked));
  }

  /** Adds a number for a hash, beside those that it may have already. For the writer. */
  public void add(long hash, int number, boolean marked) {
    long[] segment = segment(hash);
    int slots = slots(segment);
    while (segment[slots + 1] >= slots - slots / 3) {
      grow(segment, hash);
      segment = segment(hash);
      slots = slots(segment);
    }
    insert(segment, slot(hash, number, marked));
  }

  private static void insert(long[] segment, long slot) {
    int at = start(segment, slot);
    while (segment[at] != EMPTY) {
      at = next(segment, at);
    }
    segment[slots(segment) + 1]++;
    SLOT.setRelease(segment, at, slot);
  }

  private void grow(long[] full, long hash) {
    int slots = slots(full);
    int depth = (int) full[slots];
    if (depth == MOST_DEPTH) {
      // No bit is left to split by, which only a great many equal hashes bring about.
      long[] larger = segment(2 * slots, depth);
      heapBytes += (long) Long.BYTES * slots;
      copy(full, larger, larger, 0);
      replaceSegment(hash, depth, larger, larger);
      return;
    }
    long[] low = segment(slots, depth + 1);
    long[] high = segment(slots, depth + 1);
    heapBytes += arrayBytes(Long.BYTES, high.length);
    copy(full, low, high, 1L << (Long.SIZE - 1 - depth));
    if (depth == Integer.numberOfTrailingZeros(directory.length)) {
      doubleDirectory();
    }
    replaceSegment(hash, depth, low, high);
  }

  private static void copy(long[] full, long[] low, long[] high, long bit) {
    for (int i = 0; i < slots(full); i++) {
      long slot = full[i];
      if (slot != EMPTY) {
        insert((slot & bit) == 0 ? low : high, slot);
      }
    }
  }

  private void doubleDirectory() {
    long[][] before = directory;
    long[][] doubled = new long[2 * before.length][];
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] = before[i / 2];
    }
    heapBytes += arrayBytes(REFERENCE, doubled.length) - arrayBytes(REFERENCE, before.length);
    directory = doubled;
  }

  /** Sets the segments of all hashes that agree with {@code hash} in {@code depth} bits. */
  private void replaceSegment(long hash, int depth, long[] low, long[] high) {
    long[][] current = directory;
    int shared = Integer.numberOfTrailingZeros(current.length) - depth;
    int from = index(current, hash) >>> shared << shared;
    int half = (1 << shared) / 2;
    for (int i = 0; i < 1 << shared; i++) {
      SEGMENT.setRelease(current, from + i, i < half ? low : high);
    }
  }

  /** The heap that the directory takes, in bytes. For the writer. */
  public long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all segments; nothing may be searched any more. */
  public void clear() {
    long[][] none = new long[1][];
    Arrays.fill(none, new long[0]);
    directory = none;
  }
}

package io.kodiak.memtable.rotating;

import static io.kodiak.memtable.arena.NodeArena.acquire;
import static io.kodiak.memtable.arena.NodeArena.index;
import static io.kodiak.memtable.arena.NodeArena.release;

import io.kodiak.memtable.arena.NodeArena;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for wheels: rings of 2, 4, 8, 16 or 32 slots, given out, given back and given out again.
 *
 * <p>A wheel is a word that names its node, then two words a slot. It is known by a reference of 32
 * bits: its size in the upper three, where it begins in the others, so that who follows a link
 * knows where to look before the first word arrives. No reference but that of the first wheel has
 * the lower 29 bits 0.
 *
 * <p>The upper half of the first word chains wheels that were given back. A <em>retired</em> one
 * may still be read, so its node stays named; {@link #recycle} makes the retired ones
 * <em>free</em>, once who reads them is bound to notice that.
 *
 * <p><b>Threading.</b> Whoever does the maintenance, one thread at a time, gives out and takes
 * back. All words are stored with release and read with acquire: a wheel may be used again while a
 * reader stands on it, and by what it then reads it must learn why.
 */
final class WheelArena {
  /** No wheel: there is no room. */
  static final int FULL = -1;

  /** Slots of the largest wheel. */
  static final int MOST_SLOTS = 32;

  /** What the last wheel of a chain is followed by: 0 says that a wheel is in no chain. */
  private static final int LAST = -1;

  private static final int SIZES = 5;
  private static final int SIZE_SHIFT = 29;
  private static final int PLACE = (1 << SIZE_SHIFT) - 1;
  private static final int WORDS_PER_SLOT = 2;

  /** What part of the wheels is worth that readers under way begin again. */
  private static final int WORTH_RECYCLING = 64;

  /** So many words are never worth it. */
  private static final int LITTLE = 256;

  private final NodeArena words = new NodeArena();
  private final int[] free = new int[SIZES];
  private final int[] retired = new int[SIZES];
  private final int[] retiredCount = new int[SIZES];
  private final AtomicLong heapBytes = new AtomicLong(fixedBytes() + words.heapBytes());
  private long wordsInUse;

  private static long fixedBytes() {
    return 40 + 24 + 3 * (16 + 4 * SIZES + 7 & -8);
  }

  /** The array in which a wheel lies. */
  long[] slab(int wheel) {
    return words.slab(wheel & PLACE);
  }

  /** Where in its slab the slot for a position of the ring lies. */
  static int slot(int wheel, int position) {
    return index(wheel) + 1 + WORDS_PER_SLOT * (position & (slots(wheel) - 1));
  }

  /** The number of slots of a wheel. */
  static int slots(int wheel) {
    return 2 << (wheel >>> SIZE_SHIFT);
  }

  /** The node of a wheel. */
  int node(int wheel) {
    return (int) acquire(slab(wheel), index(wheel));
  }

  /**
   * Gives out a wheel; its slots hold anything.
   *
   * @param slots a power of two up to {@value #MOST_SLOTS}
   * @return its reference, or {@link #FULL}
   */
  int take(int slots, int node) {
    int size = Integer.numberOfTrailingZeros(slots) - 1;
    int wheel = free[size];
    if (wheel != 0) {
      free[size] = chained(wheel);
    } else {
      int place = words.reserve(words(slots));
      if ((place & ~PLACE) != 0) {
        return FULL;
      }
      wheel = size << SIZE_SHIFT | place;
      heapBytes.setRelease(fixedBytes() + words.heapBytes());
    }
    wordsInUse += words(slots);
    release(slab(wheel), index(wheel), Integer.toUnsignedLong(node));
    return wheel;
  }

  private static int words(int slots) {
    return 1 + WORDS_PER_SLOT * slots;
  }

  /** Whether a wheel is given out. For the maintenance. */
  boolean isInUse(int wheel) {
    return acquire(slab(wheel), index(wheel)) >>> Integer.SIZE == 0;
  }

  private int chained(int wheel) {
    int next = (int) (acquire(slab(wheel), index(wheel)) >>> Integer.SIZE);
    return next == LAST ? 0 : next;
  }

  private void chain(int wheel, int next) {
    long node = Integer.toUnsignedLong(node(wheel));
    long chained = next == 0 ? LAST : next;
    release(slab(wheel), index(wheel), chained << Integer.SIZE | node);
  }

  /** Takes back a wheel that nobody reads, or whose readers will notice. */
  void free(int wheel) {
    int size = wheel >>> SIZE_SHIFT;
    chain(wheel, free[size]);
    free[size] = wheel;
    wordsInUse -= words(slots(wheel));
  }

  /** Takes back a wheel that may still be read. */
  void retire(int wheel) {
    int size = wheel >>> SIZE_SHIFT;
    chain(wheel, retired[size]);
    retired[size] = wheel;
    retiredCount[size]++;
    wordsInUse -= words(slots(wheel));
  }

  /** Whether the next wheel of so many slots should come from the retired ones. */
  boolean wantsRecycling(int slots) {
    int size = Integer.numberOfTrailingZeros(slots) - 1;
    long words = (long) retiredCount[size] * words(slots);
    return free[size] == 0 && words > LITTLE && words > wordsInUse / WORTH_RECYCLING;
  }

  /** Frees the retired wheels of one size. Readers of them must be bound to notice. */
  void recycle(int slots) {
    int size = Integer.numberOfTrailingZeros(slots) - 1;
    free[size] = retired[size];
    retired[size] = 0;
    retiredCount[size] = 0;
  }

  /** The heap that the wheels in use take, in bytes. For the maintenance. */
  long bytesInUse() {
    return Long.BYTES * wordsInUse;
  }

  /** The heap that this arena takes, in bytes. Any thread may ask. */
  long heapBytes() {
    return heapBytes.getAcquire();
  }

  /** Lets go of all wheels. */
  void clear() {
    words.clear();
  }
}

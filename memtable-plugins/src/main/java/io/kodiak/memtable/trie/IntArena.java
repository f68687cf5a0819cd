package io.kodiak.memtable.trie;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Runs of {@code int}s in slabs. A word is known by its address: the number of its slab and its
 * index there, together at most {@value #ADDRESS_BITS} bits.
 *
 * <p>One writer. A reader may follow an address once it got it by an acquiring read of what the
 * writer stored with release. The directory of slabs is replaced when it grows, and a reader may
 * meet a newer one than it needs; so it is stored with release and read with acquire as well.
 */
final class IntArena {
  static final int ADDRESS_BITS = 29;

  private static final int OFFSET_BITS = 16;
  private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;
  private static final int FIRST_SLAB = 1 << 10;
  private static final int LARGEST_SLAB = 1 << OFFSET_BITS;
  private static final int MOST_SLABS = 1 << (ADDRESS_BITS - OFFSET_BITS);

  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);
  private static final VarHandle SLABS;

  static {
    try {
      SLABS = MethodHandles.lookup().findVarHandle(IntArena.class, "slabs", int[][].class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private int[][] slabs = new int[4][];
  private int slabCount;
  private int position;
  private int end;
  private long heapBytes = 40 + ARRAY_HEADER + (long) REFERENCE * slabs.length;

  /**
   * Reserves words, all 0; returns the address of the first, which is even. The first ever is 0.
   *
   * @param words at most 512
   * @throws IllegalStateException when the arena holds as many slabs as addresses can tell apart
   */
  int reserve(int words) {
    int size = words + 1 & ~1;
    if (size > end - position) {
      open();
    }
    int address = (slabCount - 1) << OFFSET_BITS | position;
    position += size;
    return address;
  }

  private void open() {
    if (slabCount == MOST_SLABS) {
      throw new IllegalStateException("a memtable cannot have more than " + slabCount + " slabs");
    }
    int length = Math.min(LARGEST_SLAB, slabCount == 0 ? FIRST_SLAB : 2 * end);
    int[] slab = new int[length];
    if (slabCount == slabs.length) {
      heapBytes += (long) REFERENCE * slabs.length;
      int[][] larger = Arrays.copyOf(slabs, 2 * slabs.length);
      larger[slabCount] = slab;
      SLABS.setRelease(this, larger);
    } else {
      slabs[slabCount] = slab;
    }
    slabCount++;
    heapBytes += ARRAY_HEADER + (long) Integer.BYTES * length;
    position = 0;
    end = length;
  }

  /** The slab in which a word lies. */
  int[] slab(int address) {
    return ((int[][]) SLABS.getAcquire(this))[address >>> OFFSET_BITS];
  }

  /** The index of a word in its slab. */
  static int index(int address) {
    return address & OFFSET_MASK;
  }

  /** The address of a word in the slab of another. */
  static int address(int neighbour, int index) {
    return (neighbour & ~OFFSET_MASK) | index;
  }

  /** A word of a slab, with all that was written before it was stored. */
  static int acquire(int[] slab, int index) {
    return (int) WORD.getAcquire(slab, index);
  }

  /** Stores a word so that whoever acquires it sees all that was written before. */
  static void release(int[] slab, int index, int value) {
    WORD.setRelease(slab, index, value);
  }

  /** A word, with all that was written before it was stored. */
  int acquire(int address) {
    return acquire(slab(address), index(address));
  }

  /** Stores a word so that whoever acquires it sees all that was written before. */
  void release(int address, int value) {
    release(slab(address), index(address), value);
  }

  /** The heap that the slabs and this object take, in bytes. For the writer. */
  long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all slabs; no address may be followed any more. */
  void clear() {
    SLABS.setRelease(this, new int[0][]);
  }
}

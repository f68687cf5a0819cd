package io.kodiak.memtable.arena;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Nodes as runs of {@code long}s in slabs, read and linked with acquire and release.
 *
 * <p>A node is known by a reference of 32 unsigned bits: the number of its slab and the index of
 * its first word. Words are elements of {@code long[]}: views of {@code byte[]} support none but
 * plain accesses on newer Java versions, while an element of a {@code long[]} is read and written
 * whole, and in every mode, on all of them.
 *
 * <p>One writer; readers as the package says. Fresh words are 0.
 */
public final class NodeArena {
  private static final int FIRST_SLAB = 512;
  private static final int OFFSET_BITS = 15;
  private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;
  private static final int LARGEST_SLAB = 1 << OFFSET_BITS;
  private static final int MOST_SLABS = 1 << (32 - OFFSET_BITS);

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;

  private long[][] slabs = new long[4][];
  private int slabCount;
  private int position;
  private int end;
  private long heapBytes = 56 + ARRAY_HEADER + (long) REFERENCE * slabs.length;

  /** Makes an arena without nodes. The first node that is reserved has the reference 0. */
  public NodeArena() {}

  /**
   * Reserves the words of a node; returns the reference to it.
   *
   * @param words at most {@value #FIRST_SLAB}
   * @throws IllegalStateException when the arena holds as many slabs as references can tell apart
   */
  public int reserve(int words) {
    if (words > end - position) {
      open();
    }
    int reference = (slabCount - 1) << OFFSET_BITS | position;
    position += words;
    return reference;
  }

  private void open() {
    if (slabCount == MOST_SLABS) {
      throw new IllegalStateException("a memtable cannot have more than " + slabCount + " slabs");
    }
    int length = Math.min(LARGEST_SLAB, slabCount == 0 ? FIRST_SLAB : 2 * end);
    // Before anything changes: there may be no memory, and the arena must stay as it is then.
    long[] slab = new long[length];
    if (slabCount == slabs.length) {
      long[][] more = Arrays.copyOf(slabs, 2 * slabs.length);
      // A reader may come upon the larger array before it acquires a reference into it.
      VarHandle.releaseFence();
      slabs = more;
      heapBytes += (long) REFERENCE * slabCount;
    }
    slabs[slabCount++] = slab;
    heapBytes += ARRAY_HEADER + (long) Long.BYTES * length;
    position = 0;
    end = length;
  }

  /** The slab in which a node lies. */
  public long[] slab(int reference) {
    return slabs[reference >>> OFFSET_BITS];
  }

  /** The index of the first word of a node in its slab. */
  public static int index(int reference) {
    return reference & OFFSET_MASK;
  }

  /** A word of a slab, with all that was written before it was stored. */
  public static long acquire(long[] slab, int index) {
    return (long) WORD.getAcquire(slab, index);
  }

  /** Stores a word so that whoever acquires it sees all that was written before. */
  public static void release(long[] slab, int index, long value) {
    WORD.setRelease(slab, index, value);
  }

  /** The heap that the slabs and this object take, in bytes. For the writer. */
  public long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all slabs; no reference may be followed any more. */
  public void clear() {
    slabs = new long[0][];
  }
}

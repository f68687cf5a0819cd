package io.kodiak.memtable.hashskiplist;

import io.kodiak.memtable.arena.NodeArena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A hash table from hashes of 32 bits to nodes: open addressing with linear probing, the hash and
 * the node in one word.
 *
 * <p>What is equal beside the hash, the caller says by looking at the node; that is needed once for
 * nearly every search, as the whole hash stands in the word. The table is cut into {@value
 * #SEGMENTS} segments by the first bits of the hash. Each grows on its own, so no write waits for
 * all of it to move.
 *
 * <p>One writer. A segment that grows is published whole, with release; a reader that still has the
 * old one finds what was added before it began. Words are only ever replaced by a newer node for
 * the same key.
 */
final class HashIndex {
  private static final int SEGMENT_BITS = 6;
  private static final int SEGMENTS = 1 << SEGMENT_BITS;
  private static final int FIRST_LENGTH = 8;

  private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(long[][].class);

  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;

  private final long[][] segments = new long[SEGMENTS][FIRST_LENGTH];
  private final int[] counts = new int[SEGMENTS];
  private long heapBytes =
      32
          + 2 * ARRAY_HEADER
          + SEGMENTS
              * (REFERENCE + Integer.BYTES + ARRAY_HEADER + (long) Long.BYTES * FIRST_LENGTH);

  HashIndex() {}

  private static int number(int hash) {
    return hash >>> (Integer.SIZE - SEGMENT_BITS);
  }

  /** The segment in which a hash belongs. */
  long[] segment(int hash) {
    return (long[]) SEGMENT.getAcquire(segments, number(hash));
  }

  /** The first slot of a segment that holds this hash; -1 when none does. */
  static int slot(long[] segment, int hash) {
    return probe(segment, hash & (segment.length - 1), hash);
  }

  /** The next slot of a segment that holds this hash; -1 when none does. */
  static int slotAfter(long[] segment, int slot, int hash) {
    return probe(segment, (slot + 1) & (segment.length - 1), hash);
  }

  private static int probe(long[] segment, int from, int hash) {
    int at = from;
    while (true) {
      long word = NodeArena.acquire(segment, at);
      if (word == 0) {
        return -1;
      }
      if ((int) (word >>> Integer.SIZE) == hash) {
        return at;
      }
      at = (at + 1) & (segment.length - 1);
    }
  }

  /** The node in a slot. */
  static int node(long[] segment, int slot) {
    return (int) NodeArena.acquire(segment, slot);
  }

  /** Puts a node in the place of an older one of the same hash. For the writer. */
  static void replace(long[] segment, int slot, int hash, int node) {
    NodeArena.release(segment, slot, word(hash, node));
  }

  /** Adds a node. For the writer. */
  void add(int hash, int node) {
    int number = number(hash);
    long[] segment = segments[number];
    counts[number]++;
    if (counts[number] > segment.length / 4 * 3) {
      segment = doubled(segment);
      SEGMENT.setRelease(segments, number, segment);
    }
    put(segment, word(hash, node));
  }

  private static long word(int hash, int node) {
    return (long) hash << Integer.SIZE | Integer.toUnsignedLong(node);
  }

  private static void put(long[] segment, long word) {
    int at = (int) (word >>> Integer.SIZE) & (segment.length - 1);
    while (segment[at] != 0) {
      at = (at + 1) & (segment.length - 1);
    }
    NodeArena.release(segment, at, word);
  }

  private long[] doubled(long[] segment) {
    long[] grown = new long[2 * segment.length];
    for (long word : segment) {
      if (word != 0) {
        put(grown, word);
      }
    }
    heapBytes += (long) Long.BYTES * segment.length;
    return grown;
  }

  /** The heap that this object takes, in bytes. */
  long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all segments; nobody may search any more. */
  void clear() {
    Arrays.fill(segments, new long[1]);
  }
}

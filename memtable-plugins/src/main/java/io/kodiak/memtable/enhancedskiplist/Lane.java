package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.towers.LinkCode;
import io.kodiak.memtable.towers.Towers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The fast lane of a skip list: the digests of its taller towers in one sorted array, after S.
 * Sprenger, S. Zeuch and U. Leser, <em>Cache-Sensitive Skip List: Efficient Range Queries on Modern
 * CPUs</em> (ADMS/IMDM 2016).
 *
 * <p>A binary search in an array needs no node, hardly misses a cache in its first half, and has no
 * branch to mispredict; it does what the upper two thirds of a descent would do. What it gives is
 * only a node to start from: one that surely comes before the place sought, and at the time when
 * the lane was made was the last such node of its height. Nodes that were added since are found
 * from there.
 *
 * <p>The writer fills a lane before readers get it; then it may only append to it, and tells the
 * larger count with release.
 */
final class Lane {
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(Lane.class, "count", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** So many equal digests in a row lead too far from the place. */
  private static final int TIES = 4;

  private final KeyDigest digest;
  private long[] digests;
  private int[] nodes;
  private int count;

  Lane(KeyDigest digest, int capacity) {
    this.digest = digest;
    digests = new long[capacity];
    nodes = new int[capacity];
  }

  /** The digest of a key, which orders it among those of the lane as a signed number. */
  long digest(byte[] key, int offset, int length) {
    return digest.of(key, offset, length) ^ Long.MIN_VALUE;
  }

  /** Adds a node behind all others, while nobody else knows this lane. */
  void add(int node, long itsDigest) {
    if (count == nodes.length) {
      digests = Arrays.copyOf(digests, count + count / 2);
      nodes = Arrays.copyOf(nodes, count + count / 2);
    }
    digests[count] = itsDigest;
    nodes[count] = node;
    count++;
  }

  /** Whether the key of a node that comes behind all others gets a digest that says so. */
  boolean fits(Slice key) {
    long itsDigest = digest(key.array(), key.offset(), key.length());
    return itsDigest > digests[count - 1] && itsDigest != Long.MAX_VALUE;
  }

  /**
   * Adds a node that fits behind all others. For the writer.
   *
   * @return this lane, or one with the same nodes and this when it had no room
   */
  Lane append(int node, Slice key) {
    Lane lane = this;
    int at = count;
    if (at == nodes.length) {
      lane = new Lane(digest, 2 * at);
      System.arraycopy(digests, 0, lane.digests, 0, at);
      System.arraycopy(nodes, 0, lane.nodes, 0, at);
    }
    lane.digests[at] = digest(key.array(), key.offset(), key.length());
    lane.nodes[at] = node;
    COUNT.setRelease(lane, at + 1);
    return lane;
  }

  /** The number of nodes. */
  int count() {
    return (int) COUNT.getAcquire(this);
  }

  /** What makes the digests of this lane. */
  KeyDigest digest() {
    return digest;
  }

  /** The digest of the node at an index. */
  long digestAt(int at) {
    return digests[at];
  }

  /** The last node in the lane with a lesser digest; -1 when there is none, or none near. */
  int before(long sought) {
    int base = 0;
    int left = count();
    int last = left - 1;
    long[] sorted = digests;
    while (left > 1) {
      int half = left >>> 1;
      base += sorted[base + half] < sought ? half : 0;
      left -= half;
    }
    if (sorted[base] >= sought || sorted[Math.min(base + TIES, last)] == sought) {
      return -1;
    }
    return base;
  }

  /** The node at an index. */
  int node(int at) {
    return nodes[at];
  }

  /**
   * The code of a place seen from a node of the lane before it: from the digests, without reading
   * the node's key, unless one of them stands for keys of all kinds or a shared zero may be the end
   * of a key.
   */
  long code(int at, long sought, Slice key, long sequence, Towers towers) {
    int shared = Long.numberOfLeadingZeros(sought ^ digests[at]) / Byte.SIZE;
    long common = (sought ^ Long.MIN_VALUE) | (-1L >>> (Byte.SIZE * shared));
    boolean isOpen = digests[at] == Long.MIN_VALUE || sought == Long.MAX_VALUE;
    if (isOpen || LinkCode.hasZero(common)) {
      return towers.codeFrom(nodes[at], key, sequence);
    }
    int from = digest.prefixLength() + shared;
    return LinkCode.of(key.array(), key.offset(), key.length(), from);
  }

  /** The heap that this object takes, in bytes. */
  long heapBytes() {
    return 32 + digest.heapBytes() + 2 * 16 + 12L * nodes.length;
  }
}

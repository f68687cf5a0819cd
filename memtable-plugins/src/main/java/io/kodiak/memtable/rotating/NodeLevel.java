package io.kodiak.memtable.rotating;

import static io.kodiak.memtable.arena.NodeArena.acquire;
import static io.kodiak.memtable.arena.NodeArena.index;
import static io.kodiak.memtable.arena.NodeArena.release;

import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.arena.NodeArena;

/**
 * The lowest level: all entries in order, linked both ways. It is the truth; everything above it
 * only shortens the way.
 *
 * <p>A node is three words: the link to the node before it, the digest of its successor's key and
 * the link to that successor. A link holds two references, to a node and to its entry; 0 is none,
 * or, backwards, the head.
 *
 * <p><b>Threading.</b> The memtable's writer alone writes here. It stores the link to a new node,
 * then the node's digest; others acquire the digest, then the link. Nodes are never removed, so a
 * link names the node that the digest belongs to, or one before it.
 */
final class NodeLevel {
  /** No node; as a link back: the head. */
  static final long NONE = 0;

  /** The weight of a step to a node that lies anywhere: about what one cache miss costs. */
  static final int JUMP = 8;

  /** The weight of a step to a node that lies beside: it is in the cache already, or on its way. */
  static final int STRIDE = 1;

  private static final int NODE_WORDS = 3;
  private static final int DIGEST = 1;
  private static final int NEXT = 2;
  private static final int HEAD = 0;

  private final EntryArena entries;
  private final NodeArena nodes = new NodeArena();

  NodeLevel(EntryArena entries) {
    this.entries = entries;
    int head = nodes.reserve(NODE_WORDS);
    nodes.slab(head)[head + DIGEST] = KeyDigest.GREATEST;
  }

  /** The entry of the node that a link names. */
  static int entry(long link) {
    return (int) (link >>> Integer.SIZE);
  }

  static long link(int node, int entry) {
    return (long) entry << Integer.SIZE | Integer.toUnsignedLong(node);
  }

  /** What the step from one node to its neighbour weighs. */
  static int weight(long from, long to) {
    return Math.abs((int) from - (int) to) == NODE_WORDS ? STRIDE : JUMP;
  }

  /** The node after that of {@code link}; {@link #NONE} at the end. */
  long next(long link) {
    int node = (int) link;
    return acquire(nodes.slab(node), index(node) + NEXT);
  }

  /** The node before that of {@code link}; {@link #NONE} at the begin. */
  long previous(long link) {
    int node = (int) link;
    return acquire(nodes.slab(node), index(node));
  }

  /** The digest of the node after that of {@code link}. */
  long digestOfNext(long link) {
    int node = (int) link;
    return acquire(nodes.slab(node), index(node) + DIGEST);
  }

  /** The first node; {@link #NONE} when there is none. */
  long first() {
    return next(HEAD);
  }

  /** The last node; {@link #NONE} when there is none. */
  long last() {
    return previous(HEAD);
  }

  /**
   * Walks on from a node before the place of key and sequence to the last such node.
   *
   * @param sought the digest of the key
   */
  long before(long link, long sought, byte[] key, int offset, int length, long sequence) {
    while (true) {
      int node = (int) link;
      long[] slab = nodes.slab(node);
      int at = index(node);
      long found = acquire(slab, at + DIGEST);
      if (found + Long.MIN_VALUE > sought + Long.MIN_VALUE) {
        return link;
      }
      long next = acquire(slab, at + NEXT);
      if (found == sought
          && (next == NONE || entries.compare(entry(next), key, offset, length, sequence) >= 0)) {
        return link;
      }
      link = next;
    }
  }

  /** Links a new node behind that of {@code before}; returns the link to it. For the writer. */
  long insert(long before, int entry, long digest) {
    int node = nodes.reserve(NODE_WORDS);
    long[] slab = nodes.slab(node);
    int at = index(node);
    int predecessor = (int) before;
    long[] source = nodes.slab(predecessor);
    int from = index(predecessor);
    long successor = source[from + NEXT];
    slab[at] = before;
    slab[at + DIGEST] = source[from + DIGEST];
    slab[at + NEXT] = successor;
    long link = link(node, entry);
    release(source, from + NEXT, link);
    release(source, from + DIGEST, digest);
    release(nodes.slab((int) successor), index((int) successor), link);
    return link;
  }

  /** The heap that the nodes take, in bytes. For the writer. */
  long heapBytes() {
    return 24 + nodes.heapBytes();
  }

  /** Lets go of all nodes. */
  void clear() {
    nodes.clear();
  }
}

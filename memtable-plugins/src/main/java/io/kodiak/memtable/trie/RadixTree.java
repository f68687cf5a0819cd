package io.kodiak.memtable.trie;

import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;

/**
 * An adaptive radix tree over entries of an arena, after V. Leis, A. Kemper, T. Neumann, <em>The
 * Adaptive Radix Tree: ARTful Indexing for Main-Memory Databases</em> (ICDE 2013).
 *
 * <p>Nodes are of four sizes ({@link RadixNodes}). A key gets nodes only as far as others share its
 * bytes (lazy expansion), and no node has one way down alone (path compression). Compression is
 * optimistic: a way down looks at the bytes by which nodes tell keys apart and skips what lies
 * between, as in D. Morrison's PATRICIA (JACM 1968), so it needs no look at prefixes, however long,
 * but one comparison with the key where it ends. A key that begins others hangs from the node at
 * its depth, beside the children.
 *
 * <p>Work per key is bounded by its length, not by the number of keys; nothing here recurs.
 *
 * <p><b>Concurrency.</b> An insertion builds what is new, with copies of links that stay, and shows
 * it to readers by one released store of one link, or as {@link RadixNodes} says. All that is below
 * a link when a reader acquires it stays below what it then follows: old nodes and entries do not
 * change their place. So a reader finds all that was added before it began.
 */
final class RadixTree {
  /** The address of the link to all. */
  private static final int ROOT = 1;

  private final EntryArena entries;
  private final IntArena arena = new IntArena();
  private final RadixNodes nodes = new RadixNodes(arena);
  private final Versions versions;

  /**
   * The address of the link to the node that the entry before went to, for the writer: an entry of
   * which the bytes up to there are the same goes the same way and may begin here. Keys that rise,
   * or come in bunches, so skip most of the way.
   */
  private int hint = ROOT;

  private int hintKnown;
  private int hintEntry;

  RadixTree(EntryArena entries) {
    this.entries = entries;
    this.versions = new Versions(arena, entries);
    arena.reserve(ROOT + 1);
  }

  IntArena arena() {
    return arena;
  }

  RadixNodes nodes() {
    return nodes;
  }

  Versions versions() {
    return versions;
  }

  /** The link to all. */
  int root() {
    return arena.acquire(ROOT);
  }

  /** The newest version of the only key that may be this one; or none. */
  int descend(byte[] key, int offset, int length) {
    int link = root();
    while (Link.isNode(link)) {
      link = nodes.below(link, key, offset, length);
    }
    return link;
  }

  /**
   * The length of the longest key that the given one begins with and that has a version of at most
   * a sequence; -1 when there is none.
   */
  int longestPrefix(byte[] key, int offset, int length, long sequence) {
    int longest = -1;
    int shared = 0;
    int link = root();
    while (Link.isNode(link)) {
      int depth = nodes.depth(link);
      if (depth > length) {
        return longest;
      }
      int terminal = nodes.terminal(link);
      if (terminal != Link.NONE) {
        int entry = versions.entry(terminal);
        shared = entries.sharedKeyBytes(entry, shared, key, offset, depth);
        if (shared < depth) {
          return longest;
        }
        if (versions.atMost(terminal, sequence) != Link.NONE) {
          longest = depth;
        }
      }
      link = depth == length ? Link.NONE : nodes.child(link, key[offset + depth] & 0xff);
    }
    if (link != Link.NONE) {
      int entry = versions.entry(link);
      int ends = entries.keyLength(entry);
      if (ends <= length
          && entries.sharedKeyBytes(entry, shared, key, offset, length) == ends
          && versions.atMost(link, sequence) != Link.NONE) {
        longest = ends;
      }
    }
    return longest;
  }

  /** Adds an entry, which is newer than all others. For the writer. */
  void add(int entry, Slice key) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    boolean isNear = hint != ROOT && isBelowHint(array, offset, length);
    int at = isNear ? hint : ROOT;
    int known = isNear ? hintKnown : 0;
    int link = arena.acquire(at);
    boolean skipped = false;
    hintEntry = entry;
    while (Link.isNode(link)) {
      hint = at;
      hintKnown = known;
      int depth = nodes.depth(link);
      skipped |= depth > known;
      int next = depth > length ? 0 : nodes.addressOf(link, byteAt(array, offset, length, depth));
      int below = next == 0 ? Link.NONE : arena.acquire(next);
      if (below == Link.NONE) {
        addBelow(at, link, depth, skipped, entry, array, offset, length);
        return;
      }
      known = depth + 1;
      at = next;
      link = below;
    }
    if (link == Link.NONE) {
      arena.release(at, versions.first(entry));
    } else {
      addBeside(at, link, known, skipped, entry, array, offset, length);
    }
  }

  private boolean isBelowHint(byte[] key, int offset, int length) {
    return length >= hintKnown
        && entries.sharedKeyBytes(hintEntry, 0, key, offset, hintKnown) == hintKnown;
  }

  /** Adds an entry where a way down ends at another: as its next version, or beside it. */
  private void addBeside(
      int at, int link, int known, boolean skipped, int entry, byte[] key, int offset, int length) {
    int other = versions.entry(link);
    int otherLength = entries.keyLength(other);
    int common = skipped ? 0 : Math.min(known, Math.min(length, otherLength));
    int shared = entries.sharedKeyBytes(other, common, key, offset, length);
    if (shared == length && otherLength == length) {
      arena.release(at, versions.next(entry, link));
    } else if (shared >= known) {
      hint = at;
      hintKnown = known;
      split(at, shared, other, entry, key, offset, length);
    } else {
      split(edge(shared, key, offset, length), shared, other, entry, key, offset, length);
    }
  }

  /**
   * Adds an entry below a node that has no link for its key, or above if it is unlike those there.
   */
  private void addBelow(
      int at, int node, int depth, boolean skipped, int entry, byte[] key, int offset, int length) {
    if (skipped) {
      int other = nodes.entryBelow(node);
      int shared = entries.sharedKeyBytes(other, 0, key, offset, length);
      if (shared < depth) {
        split(edge(shared, key, offset, length), shared, other, entry, key, offset, length);
        return;
      }
    }
    int keyByte = byteAt(key, offset, length, depth);
    int grown = nodes.add(node, keyByte, versions.first(entry));
    if (grown != node) {
      arena.release(at, grown);
    }
  }

  /** The address of the link that leads across the given depth, perhaps above the hint. */
  private int edge(int depth, byte[] key, int offset, int length) {
    hint = ROOT;
    int at = ROOT;
    int link = arena.acquire(ROOT);
    while (Link.isNode(link)) {
      int nodeDepth = nodes.depth(link);
      if (nodeDepth > depth) {
        return at;
      }
      at = nodes.addressOf(link, byteAt(key, offset, length, nodeDepth));
      link = arena.acquire(at);
    }
    return at;
  }

  /** Puts a node into an edge, for a key that is unlike that of another entry from a depth on. */
  private void split(int at, int depth, int other, int entry, byte[] key, int offset, int length) {
    int otherByte = entries.keyByte(other, depth);
    int keyByte = byteAt(key, offset, length, depth);
    int before = arena.acquire(at);
    int first = versions.first(entry);
    arena.release(at, nodes.fork(depth, other, otherByte, before, keyByte, first));
  }

  private static int byteAt(byte[] key, int offset, int length, int index) {
    return index < length ? key[offset + index] & 0xff : RadixNodes.END;
  }

  /** The heap that the tree takes without the entries, in bytes. For the writer. */
  long heapBytes() {
    return 40 + 24 + 24 + arena.heapBytes();
  }

  /** Lets go of all nodes. */
  void clear() {
    arena.clear();
  }
}

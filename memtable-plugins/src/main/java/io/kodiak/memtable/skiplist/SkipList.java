package io.kodiak.memtable.skiplist;

import static io.kodiak.memtable.arena.NodeArena.acquire;
import static io.kodiak.memtable.arena.NodeArena.index;
import static io.kodiak.memtable.arena.NodeArena.release;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.arena.NodeArena;

/**
 * A skip list over entries of an arena, after W. Pugh, <em>Skip Lists: A Probabilistic Alternative
 * to Balanced Trees</em> (CACM 1990), with one writer and readers without locks as in LevelDB and
 * RocksDB.
 *
 * <p>A node is a run of words: a link back to the node before it, then for each of its levels the
 * digest of its successor's key and the link to that successor. A link holds two references, to the
 * successor's node and to its entry; 0 is none, or, backwards, the head. As the digest stands
 * beside the link, a search reads a node only to step onto it and an entry only when two digests
 * are equal.
 *
 * <p>What a search costs is the nodes that it steps onto, each of which may miss every cache; those
 * that it only looks at cost nothing. So a node has its next level with a chance of a half, which
 * makes one step a level, and not of a quarter, which makes three a level of half as many levels:
 * measured here, a get was a quarter faster for 11 bytes more an entry.
 *
 * <p><b>Concurrency.</b> Nodes are never removed, so the successor that a link names only ever
 * comes nearer. The writer stores the link, then the digest; a reader acquires the digest, then the
 * link: so the link names the node that the digest belongs to, or one before it. When the digest is
 * less than the one sought, stepping onto that node is right in either case. When it is greater,
 * the list below may hold nodes that were added meanwhile; hence whoever asks for the first node at
 * or behind a place compares the entry before it believes.
 */
final class SkipList {
  /** No node; as a link back: the head. */
  static final long NONE = 0;

  static final int MOST_LEVELS = 20;

  private static final int HEAD = 0;

  /** The nodes that a level needs to stand for the whole list. */
  private static final int ENOUGH = 64;

  private static final int WORDS_PER_LEVEL = 2;

  private final EntryArena entries;
  private final KeyDigest digest;
  private final NodeArena nodes = new NodeArena();

  // What follows belongs to the writer; a reader that sees an old height only starts lower.
  private final long[] before = new long[MOST_LEVELS];
  private final long[] last = new long[MOST_LEVELS];
  private long lastDigest;
  private int height = 1;
  private long random = 0x9E3779B97F4A7C15L;
  private long keyComparisons;

  SkipList(EntryArena entries, KeyDigest digest) {
    this.entries = entries;
    this.digest = digest;
    int head = nodes.reserve(1 + WORDS_PER_LEVEL * MOST_LEVELS);
    long[] slab = nodes.slab(head);
    for (int level = 0; level < MOST_LEVELS; level++) {
      slab[1 + WORDS_PER_LEVEL * level] = KeyDigest.GREATEST;
    }
  }

  private static long link(int node, int entry) {
    return (long) entry << Integer.SIZE | Integer.toUnsignedLong(node);
  }

  /** The entry of the node that a link names. */
  static int entry(long link) {
    return (int) (link >>> Integer.SIZE);
  }

  /** The digests of the keys in this list. */
  KeyDigest digest() {
    return digest;
  }

  /** The node after that of {@code link}; {@link #NONE} at the end. */
  long next(long link) {
    int node = (int) link;
    return acquire(nodes.slab(node), index(node) + 2);
  }

  /** The node before that of {@code link}; {@link #NONE} at the begin. */
  long previous(long link) {
    int node = (int) link;
    return acquire(nodes.slab(node), index(node));
  }

  /** The first node; {@link #NONE} when the list is empty. */
  long first() {
    return next(HEAD);
  }

  /** The last node; {@link #NONE} when the list is empty. */
  long last() {
    return previous(HEAD);
  }

  /**
   * The last node before the place of key and sequence; {@link #NONE} when it would be the first.
   */
  long before(byte[] key, int offset, int length, long sequence) {
    long link = descend(key, offset, length, sequence);
    long next = next(link);
    while (next != NONE && entries.compare(entry(next), key, offset, length, sequence) < 0) {
      link = next;
      next = next(link);
    }
    return link;
  }

  /** The first node at or behind the place of key and sequence; {@link #NONE} behind the last. */
  long atOrBehind(byte[] key, int offset, int length, long sequence) {
    long next = next(descend(key, offset, length, sequence));
    while (next != NONE && entries.compare(entry(next), key, offset, length, sequence) < 0) {
      next = next(next);
    }
    return next;
  }

  /** A node before the place of key and sequence with few or no nodes between. */
  long descend(byte[] key, int offset, int length, long sequence) {
    long sought = digest.of(key, offset, length);
    long link = HEAD;
    long behind = NONE;
    long[] slab = nodes.slab(HEAD);
    int first = 1;
    for (int level = height - 1; level >= 0; ) {
      int at = first + WORDS_PER_LEVEL * level;
      long found = acquire(slab, at);
      boolean steps = false;
      if (found == sought || found + Long.MIN_VALUE < sought + Long.MIN_VALUE) {
        long next = acquire(slab, at + 1);
        if (found != sought) {
          steps = true;
        } else if (next != NONE && next != behind) {
          steps = entries.compare(entry(next), key, offset, length, sequence) < 0;
          behind = steps ? behind : next;
        }
        if (steps) {
          link = next;
          slab = nodes.slab((int) next);
          first = index((int) next) + 1;
        }
      }
      level -= steps ? 0 : 1;
    }
    return link;
  }

  /** Adds an entry, which is newer than all others. For the writer. */
  void add(int entry, Slice key, long sequence) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    long keyDigest = digest.of(array, offset, length);
    int levels = levels();
    if (isBehindLast(keyDigest, array, offset, length, sequence)) {
      append(entry, keyDigest, levels);
    } else {
      locate(keyDigest, array, offset, length, sequence, levels);
      insert(entry, keyDigest, levels, before);
    }
  }

  /** Adds an entry that comes behind all others. For the writer. */
  void append(int entry, long keyDigest) {
    append(entry, keyDigest, levels());
  }

  private void append(int entry, long keyDigest, int levels) {
    insert(entry, keyDigest, levels, last);
  }

  private boolean isBehindLast(long keyDigest, byte[] key, int offset, int length, long sequence) {
    long link = last[0];
    if (link == NONE || keyDigest != lastDigest) {
      return link == NONE || Long.compareUnsigned(keyDigest, lastDigest) > 0;
    }
    keyComparisons++;
    return entries.compare(entry(link), key, offset, length, sequence) < 0;
  }

  /** Finds the node before the place of an entry on each of its levels. */
  private void locate(long sought, byte[] key, int offset, int length, long sequence, int levels) {
    long link = HEAD;
    long behind = NONE;
    long[] slab = nodes.slab(HEAD);
    int first = 1;
    for (int level = Math.max(height, levels) - 1; level >= 0; ) {
      int at = first + WORDS_PER_LEVEL * level;
      long found = slab[at];
      boolean steps = false;
      if (found == sought || found + Long.MIN_VALUE < sought + Long.MIN_VALUE) {
        long next = slab[at + 1];
        if (found != sought) {
          steps = true;
        } else if (next != NONE && next != behind) {
          keyComparisons++;
          steps = entries.compare(entry(next), key, offset, length, sequence) < 0;
          behind = steps ? behind : next;
        }
        if (steps) {
          link = next;
          slab = nodes.slab((int) next);
          first = index((int) next) + 1;
        }
      }
      if (!steps) {
        before[level] = link;
        level--;
      }
    }
  }

  private void insert(int entry, long keyDigest, int levels, long[] predecessors) {
    int node = nodes.reserve(1 + WORDS_PER_LEVEL * levels);
    long link = link(node, entry);
    long[] slab = nodes.slab(node);
    int first = index(node);
    slab[first] = predecessors[0];
    for (int level = 0; level < levels; level++) {
      int predecessor = (int) predecessors[level];
      int from = index(predecessor) + 1 + WORDS_PER_LEVEL * level;
      int to = first + 1 + WORDS_PER_LEVEL * level;
      long[] source = nodes.slab(predecessor);
      slab[to] = source[from];
      slab[to + 1] = source[from + 1];
    }
    long successor = slab[first + 2];
    for (int level = 0; level < levels; level++) {
      int predecessor = (int) predecessors[level];
      int at = index(predecessor) + 1 + WORDS_PER_LEVEL * level;
      long[] target = nodes.slab(predecessor);
      release(target, at + 1, link);
      release(target, at, keyDigest);
      if (slab[first + 2 + WORDS_PER_LEVEL * level] == NONE) {
        last[level] = link;
      }
    }
    release(nodes.slab((int) successor), index((int) successor), link);
    if (successor == NONE) {
      lastDigest = keyDigest;
    }
    height = Math.max(height, levels);
  }

  /**
   * Shows two entries between which about three quarters of all lie: an eighth of the list from
   * either end, counted on the highest level that has enough nodes for that. For the writer.
   */
  void spread(EntryView low, EntryView high) {
    int level = height - 1;
    int count = count(level);
    while (count < ENOUGH && level > 0) {
      count = count(--level);
    }
    entries.read(entry(nodeAt(level, count / 8)), low);
    entries.read(entry(nodeAt(level, count - 1 - count / 8)), high);
  }

  private int count(int level) {
    int count = 0;
    for (long link = next(HEAD, level); link != NONE; link = next(link, level)) {
      count++;
    }
    return count;
  }

  private long nodeAt(int level, int rank) {
    long link = next(HEAD, level);
    for (int i = 0; i < rank; i++) {
      link = next(link, level);
    }
    return link;
  }

  private long next(long link, int level) {
    int node = (int) link;
    return acquire(nodes.slab(node), index(node) + WORDS_PER_LEVEL * (level + 1));
  }

  /** One level for sure, each further one with a chance of a half: xorshift by G. Marsaglia. */
  private int levels() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return 1 + Math.min(MOST_LEVELS - 1, Long.numberOfTrailingZeros(random));
  }

  /** How often an entry was looked at because digests were equal. For the writer. */
  long keyComparisons() {
    return keyComparisons;
  }

  /** The heap that the list takes without the entries, in bytes. For the writer. */
  long heapBytes() {
    return 96 + 2 * (16 + 8 * MOST_LEVELS) + digest.heapBytes() + nodes.heapBytes();
  }

  /** Lets go of all nodes. */
  void clear() {
    nodes.clear();
  }
}

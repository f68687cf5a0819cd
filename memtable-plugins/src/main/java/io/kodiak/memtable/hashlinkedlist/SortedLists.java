package io.kodiak.memtable.hashlinkedlist;

import static io.kodiak.memtable.arena.NodeArena.acquire;
import static io.kodiak.memtable.arena.NodeArena.index;
import static io.kodiak.memtable.arena.NodeArena.release;

import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.arena.NodeArena;

/**
 * Sorted linked lists of entries, each of which keeps the entries whose keys share a prefix.
 *
 * <p>A node is a link back, then the {@link KeyDigest} of its successor's key behind the prefix,
 * then the link to that successor. A link holds two references, to the node and to its entry, so
 * that a walk reads an entry only where digests are equal. The head of a list is laid out as a
 * node, with the last node where others link back.
 *
 * <p>A list of up to {@value #LONG} nodes stays as it is. Nodes that are added to a longer one are
 * with a chance of a half also on its first express lane, with a quarter on the second and so on,
 * as in W. Pugh's skip lists (CACM 1990), so that neither many keys nor many versions in one list
 * make it slow. Nothing is built again for that: the nodes from before stay between those on the
 * lanes. (RocksDB's hash linked list replaces a long list with a skip list.)
 *
 * <p><b>Concurrency.</b> Nodes are never removed, so the successor that a link names only ever
 * comes nearer. The writer stores the link, then the digest; a reader acquires the digest, then the
 * link: so the link names the node that the digest belongs to, or one before it, and stepping there
 * is right when the digest is less than the one sought. When it is not less, there may be new nodes
 * between; hence whoever asks for the first node at or behind a place compares the entry before it
 * believes.
 */
final class SortedLists {
  /** No node: behind the last and before the first. */
  static final long NONE = 0;

  /** No list, and no express lanes. */
  static final int NO_LIST = 0;

  /** The most nodes of a list without express lanes. */
  static final int LONG = 32;

  private static final int LANES = 20;
  private static final int DIGEST = 1;
  private static final int NEXT = 2;

  // Of a head: the entry that the list began with; above it the number of its nodes, or, when there
  // are more than LONG, the reference of its lanes, which is larger than that.
  private static final int FOUNDER = 3;
  private static final int HEAD_WORDS = 4;

  // A node on a lane has a digest and a link for each, behind its own. The lanes of a head are laid
  // out as such a node, with the number of lanes in use as its first word.
  private static final int NODE_WORDS = 3;
  private static final int LANE_WORDS = 2;

  private static final KeyDigest DIGESTS = new KeyDigest(Slice.EMPTY);

  private final EntryArena entries;
  private final int prefixLength;
  private final NodeArena nodes = new NodeArena();

  // The writer's: the node before the place of an entry on each lane.
  private final int[] before = new int[LANES];
  private long random = 0x9E3779B97F4A7C15L;
  private long steps;

  SortedLists(EntryArena entries, int prefixLength) {
    this.entries = entries;
    this.prefixLength = prefixLength;
    nodes.reserve(1);
  }

  private static long link(int node, int entry) {
    return pair(entry, node);
  }

  private static long pair(int high, int low) {
    return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
  }

  /** The entry of the node that a link names. */
  static int entry(long link) {
    return (int) (link >>> Integer.SIZE);
  }

  private long word(int node, int word) {
    return acquire(nodes.slab(node), index(node) + word);
  }

  /** The entry that a list began with. */
  int founder(int list) {
    return (int) word(list, FOUNDER);
  }

  private int lanes(int list) {
    int lanes = (int) (word(list, FOUNDER) >>> Integer.SIZE);
    return Integer.compareUnsigned(lanes, LONG) <= 0 ? NO_LIST : lanes;
  }

  /** Whether a list has express lanes. */
  boolean isLong(int list) {
    return lanes(list) != NO_LIST;
  }

  /** The first node of a list. */
  long first(int list) {
    return word(list, NEXT);
  }

  /** The last node of a list. */
  long last(int list) {
    return word(list, 0);
  }

  /** The node after that of {@code link}; {@link #NONE} at the end. */
  long next(long link) {
    return word((int) link, NEXT);
  }

  /** The node before that of {@code link}; {@link #NONE} at the begin. */
  long previous(long link) {
    return word((int) link, 0);
  }

  /** The digest of what a key has behind its prefix. */
  long digest(byte[] key, int offset, int length) {
    int skipped = Math.min(prefixLength, length);
    return DIGESTS.of(key, offset + skipped, length - skipped);
  }

  /** The last node of a list before the place of key and sequence; {@link #NONE} if it has none. */
  long before(int list, byte[] key, int offset, int length, long sequence) {
    long link = descend(list, key, offset, length, sequence);
    long next = next(link);
    while (next != NONE && entries.compare(entry(next), key, offset, length, sequence) < 0) {
      link = next;
      next = next(link);
    }
    return (int) link == list ? NONE : link;
  }

  /** The first node of a list at or behind the place; {@link #NONE} if it has none. */
  long atOrBehind(int list, byte[] key, int offset, int length, long sequence) {
    long next = next(descend(list, key, offset, length, sequence));
    while (next != NONE && entries.compare(entry(next), key, offset, length, sequence) < 0) {
      next = next(next);
    }
    return next;
  }

  /** The head or a node of a list before the place, with few or no nodes between. */
  private long descend(int list, byte[] key, int offset, int length, long sequence) {
    long sought = digest(key, offset, length);
    int head = lanes(list);
    int lane = head == NO_LIST ? -1 : (int) word(head, 0) - 1;
    int node = lane == -1 ? list : head;
    long link = list;
    long behind = NONE;
    // The list itself is lane -1: its digest and link are where those of that lane would be.
    while (lane >= -1) {
      long[] slab = nodes.slab(node);
      int at = index(node) + NODE_WORDS + LANE_WORDS * lane;
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
          node = (int) next;
        }
      }
      if (!steps) {
        lane--;
        node = lane == -1 && node == head ? list : node;
      }
    }
    return link;
  }

  /** Makes a list of one entry; nobody knows it yet. For the writer. */
  int create(int entry, byte[] key, int offset, int length) {
    int list = nodes.reserve(HEAD_WORDS);
    long[] slab = nodes.slab(list);
    int head = index(list);
    slab[head + DIGEST] = KeyDigest.GREATEST;
    slab[head + FOUNDER] = pair(1, entry);
    insert(list, list, entry, digest(key, offset, length), 0);
    return list;
  }

  /** Adds an entry, which is newer than all others, to the list of its prefix. For the writer. */
  void add(int list, int entry, byte[] key, int offset, int length, long sequence) {
    int head = lanes(list);
    int levels = head == NO_LIST ? 0 : levels();
    long sought = digest(key, offset, length);
    long place = locate(list, head, levels, sought, key, offset, length, sequence);
    insert(list, place, entry, sought, levels);
    if (head == NO_LIST) {
      count(list);
    } else if (levels > word(head, 0)) {
      release(nodes.slab(head), index(head), levels);
    }
  }

  private void count(int list) {
    int nodesBefore = (int) (word(list, FOUNDER) >>> Integer.SIZE);
    int value = nodesBefore < LONG ? nodesBefore + 1 : createLanes();
    release(nodes.slab(list), index(list) + FOUNDER, pair(value, founder(list)));
  }

  private int createLanes() {
    int head = nodes.reserve(NODE_WORDS + LANE_WORDS * LANES);
    long[] slab = nodes.slab(head);
    for (int lane = 0; lane < LANES; lane++) {
      slab[index(head) + NODE_WORDS + LANE_WORDS * lane] = KeyDigest.GREATEST;
    }
    return head;
  }

  /** Finds the node before the place of an entry, also on each of its lanes. */
  private long locate(
      int list,
      int head,
      int levels,
      long sought,
      byte[] key,
      int offset,
      int length,
      long sequence) {
    int lane = head == NO_LIST ? -1 : Math.max(levels, (int) word(head, 0)) - 1;
    int node = lane == -1 ? list : head;
    long link = list;
    long behind = NONE;
    while (lane >= -1) {
      long[] slab = nodes.slab(node);
      int at = index(node) + NODE_WORDS + LANE_WORDS * lane;
      long found = slab[at];
      boolean isBefore = false;
      if (found == sought || found + Long.MIN_VALUE < sought + Long.MIN_VALUE) {
        long next = slab[at + 1];
        if (found != sought) {
          isBefore = true;
        } else if (next != NONE && next != behind) {
          isBefore = entries.compare(entry(next), key, offset, length, sequence) < 0;
          behind = isBefore ? behind : next;
        }
        if (isBefore) {
          steps++;
          link = next;
          node = (int) next;
        }
      }
      if (!isBefore) {
        if (lane >= 0) {
          before[lane] = node;
        }
        lane--;
        node = lane == -1 && node == head ? list : node;
      }
    }
    return link;
  }

  private void insert(int list, long place, int entry, long keyDigest, int levels) {
    int node = nodes.reserve(NODE_WORDS + LANE_WORDS * levels);
    long[] slab = nodes.slab(node);
    int first = index(node);
    long link = link(node, entry);
    slab[first] = (int) place == list ? NONE : place;
    for (int lane = -1; lane < levels; lane++) {
      int from = lane < 0 ? (int) place : before[lane];
      int word = NODE_WORDS + LANE_WORDS * lane;
      slab[first + word] = nodes.slab(from)[index(from) + word];
      slab[first + word + 1] = nodes.slab(from)[index(from) + word + 1];
    }
    for (int lane = -1; lane < levels; lane++) {
      int from = lane < 0 ? (int) place : before[lane];
      int word = NODE_WORDS + LANE_WORDS * lane;
      release(nodes.slab(from), index(from) + word + 1, link);
      release(nodes.slab(from), index(from) + word, keyDigest);
    }
    long successor = slab[first + NEXT];
    int linksBack = successor == NONE ? list : (int) successor;
    release(nodes.slab(linksBack), index(linksBack), link);
  }

  /** Each further lane with a chance of a half: xorshift by G. Marsaglia. */
  private int levels() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return Math.min(LANES, Long.numberOfTrailingZeros(random));
  }

  /** How many nodes the writer has stepped onto. For the writer. */
  long steps() {
    return steps;
  }

  /** The heap that the lists take without the entries, in bytes. For the writer. */
  long heapBytes() {
    return 48 + 16 + Integer.BYTES * LANES + nodes.heapBytes();
  }

  /** Lets go of all lists. */
  void clear() {
    nodes.clear();
  }
}

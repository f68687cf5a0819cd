package io.kodiak.memtable.towers;

import static io.kodiak.memtable.arena.NodeArena.acquire;
import static io.kodiak.memtable.arena.NodeArena.index;
import static io.kodiak.memtable.arena.NodeArena.release;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.NodeArena;
import org.jspecify.annotations.Nullable;

/**
 * Towers of links over entries of an arena: what skip lists are made of.
 *
 * <p>A tower is a run of words: the entry and the node before it on the lowest level, 32 bits each;
 * a {@link KeyPiece}; then one {@link LinkCode} for each level. So a search reads a node only to
 * step onto it or when two codes are equal, and an entry hardly ever before the one it seeks; and a
 * tower of two levels has 32 bytes. Node 0 is the head of a list over all; 0 as a reference to any
 * other is none.
 *
 * <p><b>Concurrency.</b> One writer, any number of readers without locks. A tower is written whole
 * before a link to it is stored with release, level by level from below; the only word of it that
 * then changes for another reason than a nearer successor is the first, in which the writer puts
 * the nearer node before it. Nodes are never removed and a link is one word, so whatever word a
 * reader acquires says the truth about its node and a later one, and a search that believes it
 * stays before the place it seeks. The last word it reads names two nodes that were neighbours at
 * that moment, one on either side of the place.
 */
public final class Towers {
  /** The head, before all nodes. */
  public static final int HEAD = 0;

  /** What a search returns that took too many steps on its first level. */
  public static final long GIVEN_UP = -1;

  /** As a number of steps: as many as it takes. */
  public static final int PATIENT = Integer.MAX_VALUE;

  /** As a number of bytes of a key that count: all. */
  public static final int ALL = Integer.MAX_VALUE;

  private static final int PIECE = 1;
  private static final int LINKS = 2;

  private static final byte[] NOTHING = {};

  private final EntryArena entries;
  private final NodeArena nodes = new NodeArena();

  // What follows belongs to the writer.
  private final EntryView view = new EntryView();
  private long random = 0x9E3779B97F4A7C15L;

  /** Makes a list without nodes: a head with all levels. */
  public Towers(EntryArena entries) {
    this.entries = entries;
    reserve(Splice.MOST_LEVELS);
    clear(HEAD, Splice.MOST_LEVELS);
  }

  /** The entries behind the towers. */
  public EntryArena entries() {
    return entries;
  }

  /**
   * Reserves a node with so many levels, all of its words 0. For the writer.
   *
   * @throws IllegalStateException when there are as many as references can tell apart
   */
  public int reserve(int levels) {
    int node = nodes.reserve(LINKS + levels);
    if (node < 0 || node > LinkCode.LAST_REFERENCE) {
      throw new IllegalStateException("a memtable cannot have more than 2^30 words of nodes");
    }
    return node;
  }

  /** Lets all levels of a node lead to the end. For the writer, before others see the node. */
  public void clear(int node, int levels) {
    long[] slab = nodes.slab(node);
    for (int level = 0; level < levels; level++) {
      slab[index(node) + LINKS + level] = LinkCode.END;
    }
  }

  /** The word of a node before its links. */
  public long word(int node) {
    return acquire(nodes.slab(node), index(node));
  }

  /** Stores the word of a node before its links, for others to see. For the writer. */
  public void word(int node, long word) {
    release(nodes.slab(node), index(node), word);
  }

  /** The link of a node on a level. */
  public long link(int node, int level) {
    return acquire(nodes.slab(node), index(node) + LINKS + level);
  }

  /** Stores the link of a node on a level, for others to see. For the writer. */
  public void link(int node, int level, long link) {
    release(nodes.slab(node), index(node) + LINKS + level, link);
  }

  /** The entry of a node. */
  public int entry(int node) {
    return (int) (word(node) >>> Integer.SIZE);
  }

  /** The node after another on the lowest level; 0 at the end. */
  public int next(int node) {
    return LinkCode.node(link(node, 0));
  }

  /** The node before another on the lowest level; 0 at the begin. That of the head is the last. */
  public int previous(int node) {
    return (int) word(node);
  }

  /** One level for sure, each further one with a chance of a half: xorshift by G. Marsaglia. */
  public int levels(int most) {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return Math.min(most, 1 + Long.numberOfTrailingZeros(random));
  }

  /**
   * The code of a place seen from a node before it, by comparing the keys; -1 when the place does
   * not come behind the node.
   */
  public long codeFrom(int node, Slice key, long sequence) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    if (node == HEAD) {
      return LinkCode.of(array, offset, length, 0);
    }
    int entry = entry(node);
    int order = entries.difference(entry, ALL, array, offset, length, 0);
    if (order == 0) {
      return entries.sequence(entry) > sequence ? LinkCode.SAME : -1;
    }
    return order > 0 ? -1 : LinkCode.of(array, offset, length, -order - 1);
  }

  /**
   * Finds the place of key and sequence, from a node before it downwards.
   *
   * @param code that of the place seen from {@code start}
   * @param counted how many bytes of the keys of nodes count; {@code length} is at most as large
   * @param patience the steps that may be taken on the highest level
   * @param splice told what comes before the place on each level from {@code top} downwards
   * @return the {@link Place}, or {@link #GIVEN_UP}
   */
  public long search(
      int start,
      int top,
      long code,
      byte[] key,
      int offset,
      int length,
      long sequence,
      int counted,
      int patience,
      @Nullable Splice splice) {
    int node = start;
    long[] slab = nodes.slab(node);
    int links = index(node) + LINKS;
    int level = top;
    int steps = 0;
    int nearest = 0;
    boolean matches = false;
    while (true) {
      long link = acquire(slab, links + level);
      long found = LinkCode.code(link);
      int next = LinkCode.node(link);
      if (found < code) {
        int beyond = LinkCode.sharedBeyond(found, code);
        if (beyond > 0) {
          code = LinkCode.of(key, offset, length, LinkCode.shared(code) + beyond);
        } else if (beyond < 0) {
          int shared = Math.min(LinkCode.shared(code), length);
          int order = difference(next, counted, key, offset, length, shared);
          code = LinkCode.of(key, offset, length, -order - 1);
        }
      } else {
        boolean leads = false;
        if (found == code && next != 0 && next != nearest) {
          int shared = Math.min(LinkCode.shared(code), length);
          int order = difference(next, counted, key, offset, length, shared);
          if (order == 0) {
            leads = entries.sequence(entry(next)) > sequence;
            code = leads ? LinkCode.SAME : code;
          } else if (order < 0) {
            leads = true;
            code = LinkCode.of(key, offset, length, -order - 1);
          }
          if (!leads) {
            nearest = next;
            matches = order == 0;
          }
        }
        if (!leads) {
          if (splice != null) {
            splice.set(level, node, code);
          }
          if (level == 0) {
            return Place.of(node, next, matches && next == nearest);
          }
          level--;
          continue;
        }
      }
      node = next;
      slab = nodes.slab(node);
      links = index(node) + LINKS;
      if (level == top && ++steps > patience) {
        return GIVEN_UP;
      }
    }
  }

  /**
   * Makes the tower of an entry, not yet linked to. For the writer.
   *
   * @param splice the place of the entry, on as many levels as the tower shall have
   * @param key that of the entry, or as much of it as counts
   * @param counted how many bytes of the keys of nodes count
   * @param spare so many links more are reserved behind the others
   */
  public int build(int entry, int levels, Splice splice, Slice key, int counted, int spare) {
    int node = reserve(levels + spare);
    long[] slab = nodes.slab(node);
    int at = index(node);
    slab[at] = (long) entry << Integer.SIZE | splice.node(0);
    slab[at + PIECE] = piece(key, LinkCode.shared(splice.code(levels - 1)));
    long before = 0;
    for (int level = 0; level < levels; level++) {
      long link = link(splice.node(level), level);
      boolean isKnown = level > 0 && LinkCode.node(link) == LinkCode.node(before);
      before = isKnown ? before : seenFrom(key, counted, splice.code(level), link);
      slab[at + LINKS + level] = before;
    }
    return node;
  }

  /** Makes a tower of one level beside all lists, not yet linked to. For the writer. */
  public int buildAlone(int entry, Slice key, int shared, int previous, long link) {
    int node = reserve(1);
    long[] slab = nodes.slab(node);
    int at = index(node);
    slab[at] = (long) entry << Integer.SIZE | previous;
    slab[at + PIECE] = piece(key, shared);
    slab[at + LINKS] = link;
    return node;
  }

  /** The link to the successor of the node before a place, seen from the place. */
  private long seenFrom(Slice key, int counted, long code, long link) {
    int next = LinkCode.node(link);
    if (next == 0 || LinkCode.sharedBeyond(code, LinkCode.code(link)) == 0) {
      return link;
    }
    int shared = Math.min(LinkCode.shared(code), key.length());
    int order = difference(next, counted, key.array(), key.offset(), key.length(), shared);
    if (order == 0) {
      return LinkCode.word(LinkCode.SAME, next);
    }
    long seen = KeyPiece.code(acquire(nodes.slab(next), index(next) + PIECE), order - 1);
    if (seen < 0) {
      entries.read(entry(next), view);
      int length = Math.min(counted, view.keyLength());
      seen = LinkCode.of(view.keyArray(), view.keyOffset(), length, order - 1);
    }
    return LinkCode.word(seen, next);
  }

  /** As {@link EntryArena#difference}, by the piece in the node if that tells. */
  private int difference(int node, int counted, byte[] key, int offset, int length, int shared) {
    long piece = acquire(nodes.slab(node), index(node) + PIECE);
    int difference = KeyPiece.difference(piece, key, offset, length, shared);
    return difference != KeyPiece.UNKNOWN
        ? difference
        : entries.difference(entry(node), counted, key, offset, length, shared);
  }

  private static long piece(Slice key, int from) {
    return KeyPiece.of(key.array(), key.offset(), key.length(), from);
  }

  /** Links to a tower from all levels of its place. For the writer. */
  public void publish(int node, int levels, Splice splice) {
    for (int level = 0; level < levels; level++) {
      link(splice.node(level), level, LinkCode.word(splice.code(level), node));
    }
  }

  /** Says which node now comes before another on the lowest level. For the writer. */
  public void previous(int node, int previous) {
    long[] slab = nodes.slab(node);
    int at = index(node);
    release(slab, at, slab[at] >>> Integer.SIZE << Integer.SIZE | previous);
  }

  /** The heap that this object and its nodes take, without the entries, in bytes. */
  public long heapBytes() {
    return 32 + 56 + nodes.heapBytes();
  }

  /** Lets go of all nodes. */
  public void clear() {
    nodes.clear();
    view.key(NOTHING, 0, 0);
    view.value(NOTHING, 0, 0);
  }
}

package io.kodiak.memtable.trie;

import static io.kodiak.memtable.trie.IntArena.acquire;
import static io.kodiak.memtable.trie.IntArena.index;

import io.kodiak.memtable.arena.EntryArena;
import java.util.Arrays;

/**
 * The way of a cursor from the root down: a stack of nodes, or of versions of a key at its end, and
 * of each what comes next below it.
 *
 * <p>The children of small nodes lie in no order, and those of large ones with gaps. So a frame of
 * the stack takes the links that come next by groups, in order, and touches what they lead to: the
 * cache misses of a group overlap. As nothing is gathered before it is asked for, a seek sorts
 * nothing on its way.
 *
 * <p>A gathered link may be replaced in its node meanwhile. It still leads to all that was below it
 * when it was gathered, and the keys below it stay between those of its neighbours; so the order
 * holds, and nothing that was there when the cursor was made is missed.
 *
 * <p>Bytes count as ranks in the direction of the cursor: a descending one sees byte 255 as 0, and
 * the end of a key, which is before all bytes, behind them.
 */
final class CursorPath {
  private static final int LINK = 0;
  private static final int DEPTH = 1;

  /** The rank that was gathered last; of versions, descending, the number to be gathered next. */
  private static final int LAST = 2;

  private static final int POSITION = 3;
  private static final int COUNT = 4;
  private static final int GATHERED = 5;
  private static final int FRAME = 24;

  /** A group; the end of a key may come on top. */
  private static final int GROUP = 16;

  /** How many children of a large node are gathered as long as the cursor has not come far. */
  private static final int FIRST_GROUP = 4;

  private static final int BEFORE_ALL = -2;
  private static final int BYTES = 256;
  private static final int EXHAUSTED = 300;
  private static final int IN_VERSIONS = Integer.MAX_VALUE;
  private static final int WORD_BITS = 5;

  private final IntArena arena;
  private final EntryArena entries;
  private final RadixNodes nodes;
  private final Versions versions;
  private final boolean ascending;
  private final boolean isLarge;

  /** What turns a byte into its rank, and back. */
  private final int flip;

  private int[] frames = new int[8 * FRAME];
  private int top = -FRAME;

  // To sort children by: a bit for each rank, and where the child of a rank lies.
  private final int[] ranks = new int[BYTES >>> WORD_BITS];
  private final byte[] places = new byte[BYTES];

  private final int[] smallNodes = new int[GROUP + 2];
  private int passed;
  private int touched;

  /**
   * Makes an empty path.
   *
   * @param isLarge whether the entries fit into no near cache, so that it pays to touch them
   */
  CursorPath(RadixTree tree, EntryArena entries, boolean ascending, boolean isLarge) {
    this.isLarge = isLarge;
    this.arena = tree.arena();
    this.nodes = tree.nodes();
    this.versions = tree.versions();
    this.entries = entries;
    this.ascending = ascending;
    this.flip = ascending ? 0 : BYTES - 1;
  }

  void clear() {
    top = -FRAME;
    passed = 0;
  }

  boolean isEmpty() {
    return top < 0;
  }

  /** The depth of the node at the end; of versions, more than any; -1 when the path is empty. */
  int depth() {
    return top < 0 ? -1 : frames[top + DEPTH];
  }

  boolean isInVersions() {
    return frames[top + DEPTH] == IN_VERSIONS;
  }

  /** Goes down to a node, of which what comes behind a byte, or {@link RadixNodes#END}, is next. */
  void push(int node, int depth, int keyByte) {
    add(node, depth, keyByte == RadixNodes.END && !ascending ? BYTES : keyByte ^ flip);
  }

  /** Goes down to a node, or the versions of a key, of which everything is next. */
  void enter(int link) {
    if (Link.isNode(link)) {
      add(link, nodes.depth(link), BEFORE_ALL);
    } else {
      add(link, IN_VERSIONS, 0);
    }
  }

  private void add(int link, int depth, int last) {
    top += FRAME;
    if (top == frames.length) {
      frames = Arrays.copyOf(frames, 2 * top);
    }
    frames[top + LINK] = link;
    frames[top + DEPTH] = depth;
    frames[top + LAST] = last;
    frames[top + POSITION] = 0;
    frames[top + COUNT] = 0;
  }

  /** Goes up; returns the link that was left. */
  int pop() {
    int link = frames[top + LINK];
    top -= FRAME;
    return link;
  }

  /** The next link below the end of the path; or none. */
  int next() {
    int position = frames[top + POSITION];
    if (position == frames[top + COUNT]) {
      int count = gather();
      if (count == 0) {
        return Link.NONE;
      }
      frames[top + COUNT] = count;
      position = 0;
    }
    frames[top + POSITION] = position + 1;
    return frames[top + GATHERED + position];
  }

  private int gather() {
    int count;
    if (isInVersions()) {
      count = ascending ? gatherOlder() : gatherNewer();
    } else if (frames[top + LAST] == EXHAUSTED) {
      return 0;
    } else {
      count = gatherChildren();
    }
    boolean hasComeSomeWay = passed >= GROUP;
    passed += count;
    if (isLarge && hasComeSomeWay) {
      touch(count);
    }
    return count;
  }

  private int gatherOlder() {
    int version = frames[top + LINK];
    int count = 0;
    while (version != Link.NONE && count < GROUP) {
      frames[top + GATHERED + count++] = version;
      version = versions.older(version);
    }
    frames[top + LINK] = version;
    return count;
  }

  private int gatherNewer() {
    int newest = frames[top + LINK];
    int from = frames[top + LAST];
    int count = Math.min(GROUP, versions.number(newest) + 1 - from);
    int version = count > 0 ? versions.numbered(newest, from + count - 1) : Link.NONE;
    for (int i = count - 1; i >= 0; i--) {
      frames[top + GATHERED + i] = version;
      version = versions.older(version);
    }
    frames[top + LAST] = from + count;
    return count;
  }

  private int gatherChildren() {
    int node = frames[top + LINK];
    int last = frames[top + LAST];
    int address = Link.address(node);
    int[] slab = arena.slab(address);
    int at = index(address);
    int from = top + GATHERED;
    int to = from;
    if (ascending && last < RadixNodes.END) {
      to = gatherTerminal(slab, at, to);
    }
    int rank = last < 0 ? 0 : last + 1;
    to =
        switch (Link.kind(node)) {
          case Link.NODE4 -> gather4(slab, at, rank, to);
          case Link.NODE16 -> gather16(slab, at, rank, to);
          case Link.NODE48 -> gatherLarge(slab, at, Link.NODE48, rank, to);
          default -> gatherLarge(slab, at, Link.NODE256, rank, to);
        };
    if (!ascending && last < BYTES && frames[top + LAST] == EXHAUSTED) {
      to = gatherTerminal(slab, at, to);
    }
    return to - from;
  }

  private int gatherTerminal(int[] slab, int at, int to) {
    int terminal = acquire(slab, at + RadixNodes.TERMINAL);
    frames[to] = terminal;
    return terminal == Link.NONE ? to : to + 1;
  }

  /** Gathers all children from a rank on: sorted by insertion, as most are two and in order. */
  private int gather4(int[] slab, int at, int rank, int from) {
    int[] sorted = frames;
    int count = RadixNodes.count(acquire(slab, at));
    int to = from;
    for (int n = 0; n < count; n++) {
      int i = ascending ? n : count - 1 - n;
      int found = RadixNodes.smallByte(slab, at, i) ^ flip;
      if (found >= rank) {
        int ranked = found << Byte.SIZE | i;
        int place = to++;
        while (place > from && sorted[place - 1] > ranked) {
          sorted[place] = sorted[place - 1];
          place--;
        }
        sorted[place] = ranked;
      }
    }
    int links = at + RadixNodes.links(Link.NODE4);
    for (int i = from; i < to; i++) {
      sorted[i] = acquire(slab, links + (sorted[i] & BYTES - 1));
    }
    sorted[top + LAST] = EXHAUSTED;
    return to;
  }

  /** Gathers all children from a rank on: sorted by a map of bits, without branches to mistake. */
  private int gather16(int[] slab, int at, int rank, int from) {
    int count = RadixNodes.count(acquire(slab, at));
    Arrays.fill(ranks, 0);
    for (int i = 0; i < count; i++) {
      int found = RadixNodes.smallByte(slab, at, i) ^ flip;
      ranks[found >>> WORD_BITS] |= 1 << found;
      places[found] = (byte) i;
    }
    int links = at + RadixNodes.links(Link.NODE16);
    int to = from;
    int mask = -1 << rank;
    for (int word = rank >>> WORD_BITS; word < ranks.length; word++) {
      int bits = ranks[word] & mask;
      mask = -1;
      for (; bits != 0; bits &= bits - 1) {
        int found = word << WORD_BITS | Integer.numberOfTrailingZeros(bits);
        frames[to++] = acquire(slab, links + places[found]);
      }
    }
    frames[top + LAST] = EXHAUSTED;
    return to;
  }

  /** Gathers some of the children from a rank on, by the map of the node. */
  private int gatherLarge(int[] slab, int at, int kind, int rank, int from) {
    int end = top + GATHERED + (passed < GROUP ? FIRST_GROUP : GROUP);
    int to = from;
    int mask = -1 << rank;
    for (int word = rank >>> WORD_BITS; word < ranks.length; word++) {
      int bits = mask;
      bits &=
          ascending
              ? RadixNodes.map(slab, at, word)
              : Integer.reverse(RadixNodes.map(slab, at, ranks.length - 1 - word));
      mask = -1;
      for (; bits != 0; bits &= bits - 1) {
        int found = word << WORD_BITS | Integer.numberOfTrailingZeros(bits);
        if (to == end) {
          frames[top + LAST] = found - 1;
          return to;
        }
        frames[to++] = acquire(slab, RadixNodes.largePlace(slab, at, kind, found ^ flip));
      }
    }
    frames[top + LAST] = EXHAUSTED;
    return to;
  }

  /**
   * Reads a little of what the gathered links lead to, so that it is at hand when its turn comes.
   * The entries directly below a Node4 are few, so they are touched with those of its siblings.
   */
  private void touch(int count) {
    boolean isInSmall = !isInVersions() && Link.kind(frames[top + LINK]) == Link.NODE4;
    int from = top + GATHERED;
    int end = from + count;
    int sum = touched;
    int small = 0;
    for (int i = from; i < end; i++) {
      int link = frames[i];
      if (Link.isEntry(link)) {
        sum = isInSmall ? sum : entries.touch(Link.entry(link), sum);
      } else {
        int address = Link.address(link);
        sum += arena.slab(address)[index(address)];
        smallNodes[small] = address;
        small += Link.kind(link) == Link.NODE4 ? 1 : 0;
      }
    }
    for (int i = 0; i < small; i++) {
      int[] slab = arena.slab(smallNodes[i]);
      int links = index(smallNodes[i]) + RadixNodes.links(Link.NODE4);
      sum = touchEntry(acquire(slab, links), sum);
      sum = touchEntry(acquire(slab, links + 1), sum);
    }
    touched = sum;
  }

  private int touchEntry(int link, int before) {
    return Link.isEntry(link) ? entries.touch(Link.entry(link), before) : before;
  }
}

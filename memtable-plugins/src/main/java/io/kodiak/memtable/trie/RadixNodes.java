package io.kodiak.memtable.trie;

import static io.kodiak.memtable.trie.IntArena.acquire;
import static io.kodiak.memtable.trie.IntArena.index;
import static io.kodiak.memtable.trie.IntArena.release;

/**
 * The nodes of four sizes of an adaptive radix tree, as runs of words in an {@link IntArena}.
 *
 * <p>Every node begins with three words: its depth, which is the index of the byte by which it
 * tells keys apart, with the number of its children; an entry that lies somewhere below; the link
 * to the key that ends at this depth, if there is one. Then follow
 *
 * <ul>
 *   <li>Node4: a word of four bytes, then four links;
 *   <li>Node16: four words of sixteen bytes, then sixteen links;
 *   <li>Node48: eight words of a bit for every byte value, for cursors; 64 words of a byte for
 *       every byte value, 0 or which of the 48 links that follow;
 *   <li>Node256: eight words of a bit for every byte value; a link for every byte value.
 * </ul>
 *
 * <p>No node holds a prefix: the entry below has it, and entries never move. So the depth of a node
 * and its entry are fixed, even when an edge above is split.
 *
 * <p><b>Concurrency.</b> One writer, readers that never wait and never start again: the ROWEX of V.
 * Leis, F. Scheibner, A. Kemper, T. Neumann, <em>The ART of Practical Synchronization</em> (DaMoN
 * 2016), without its locks. Children only come. In Node4 and Node16 they are appended, unsorted:
 * the writer stores link and byte, then releases the first word with the new count; a reader
 * acquires the count first and looks no further. In Node48 the word of the byte is released after
 * the link, in Node256 the link itself; the bit for cursors comes last, so where it is there is a
 * link. A link that is there already is replaced by one released store. A full node is copied into
 * a larger one, which then takes its place in the link above; readers in the old one still find all
 * that was added before they came there.
 *
 * <p>An outgrown node is not used again: a reader may be in it, and to know that none is would cost
 * every get a store that others see. It counts as used memory. What is left behind is less than is
 * in use: at most 32 + 96 + 496 bytes beside the 1,072 of a Node256.
 */
final class RadixNodes {
  /** The byte that stands for the end of a key: it comes before all others. */
  static final int END = -1;

  static final int TERMINAL = 2;

  private static final int ENTRY = 1;
  private static final int BYTES = 3;
  private static final int LINKS_4 = BYTES + 1;
  private static final int LINKS_16 = BYTES + 4;
  private static final int MAP = 3;
  private static final int PLACES = MAP + 8;
  private static final int LINKS_48 = PLACES + 64;
  private static final int LINKS_256 = MAP + 8;

  private static final int[] LINKS = {LINKS_4, LINKS_16, LINKS_48, LINKS_256};
  private static final int[] MOST_CHILDREN = {4, 16, 48, 256};

  private static final int COUNT_BITS = 9;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long EACH_SIGN = 0x8080808080808080L;

  private final IntArena arena;
  private long retiredBytes;

  RadixNodes(IntArena arena) {
    this.arena = arena;
  }

  /** The index of the byte by which a node tells keys apart. */
  int depth(int node) {
    return arena.acquire(Link.address(node)) >>> COUNT_BITS;
  }

  /** An entry somewhere below a node: its key begins with the prefix of all keys there. */
  int entryBelow(int node) {
    int address = Link.address(node);
    return arena.slab(address)[index(address) + ENTRY];
  }

  /** The link to the key that ends at the depth of a node. */
  int terminal(int node) {
    int address = Link.address(node);
    return acquire(arena.slab(address), index(address) + TERMINAL);
  }

  /** The link below a node for the byte, or the end, of a key at its depth. */
  int below(int node, byte[] key, int offset, int length) {
    int address = Link.address(node);
    int[] slab = arena.slab(address);
    int at = index(address);
    int head = acquire(slab, at);
    int depth = head >>> COUNT_BITS;
    if (depth >= length) {
      return depth == length ? acquire(slab, at + TERMINAL) : Link.NONE;
    }
    int place = place(slab, at, Link.kind(node), head & COUNT_MASK, key[offset + depth] & 0xff);
    return place == 0 ? Link.NONE : acquire(slab, place);
  }

  /** The link of a node for a byte or {@link #END}. */
  int child(int node, int key) {
    int address = Link.address(node);
    int[] slab = arena.slab(address);
    int at = index(address);
    int place =
        key == END
            ? at + TERMINAL
            : place(slab, at, Link.kind(node), acquire(slab, at) & COUNT_MASK, key);
    return place == 0 ? Link.NONE : acquire(slab, place);
  }

  /** The address of the link of a node for a byte or {@link #END}; 0 when there is no such. */
  int addressOf(int node, int key) {
    int address = Link.address(node);
    int[] slab = arena.slab(address);
    int at = index(address);
    int place =
        key == END ? at + TERMINAL : place(slab, at, Link.kind(node), slab[at] & COUNT_MASK, key);
    return place == 0 ? 0 : IntArena.address(address, place);
  }

  /** The index of the word that links to the child of a byte; 0 when there is no such word. */
  private static int place(int[] slab, int at, int kind, int count, int key) {
    switch (kind) {
      case Link.NODE4 -> {
        int which = which(slab[at + BYTES] ^ key * (int) EACH_BYTE);
        return which < count ? at + LINKS_4 + which : 0;
      }
      case Link.NODE16 -> {
        long wanted = key * EACH_BYTE;
        int which = which(two(slab, at + BYTES) ^ wanted);
        if (which == Long.BYTES) {
          which += which(two(slab, at + BYTES + 2) ^ wanted);
        }
        return which < count ? at + LINKS_16 + which : 0;
      }
      case Link.NODE48 -> {
        int which = acquire(slab, at + PLACES + (key >>> 2)) >>> shift(key) & 0xff;
        return which == 0 ? 0 : at + LINKS_48 - 1 + which;
      }
      default -> {
        return at + LINKS_256 + key;
      }
    }
  }

  /** The number of children that the first word of a node says. */
  static int count(int head) {
    return head & COUNT_MASK;
  }

  /** Where the links of a node begin. */
  static int links(int kind) {
    return LINKS[kind];
  }

  /** A byte of a Node4 or Node16 by the order in which they came. */
  static int smallByte(int[] slab, int at, int which) {
    return slab[at + BYTES + (which >>> 2)] >>> shift(which) & 0xff;
  }

  /** Of 32 byte values, those for which a Node48 or Node256 has children. */
  static int map(int[] slab, int at, int word) {
    return acquire(slab, at + MAP + word);
  }

  /** The index of the word that links to the child of a byte, in a Node256 or a Node48. */
  static int largePlace(int[] slab, int at, int kind, int key) {
    return place(slab, at, kind, 0, key);
  }

  /** Which byte is the first that is zero; 4 for none. Bytes behind it may mislead, not it. */
  private static int which(int word) {
    int zeros = word - (int) EACH_BYTE & ~word & (int) EACH_SIGN;
    return Integer.numberOfTrailingZeros(zeros) >>> 3;
  }

  /** Which byte is the first that is zero; 8 for none. */
  private static int which(long word) {
    long zeros = word - EACH_BYTE & ~word & EACH_SIGN;
    return Long.numberOfTrailingZeros(zeros) >>> 3;
  }

  private static long two(int[] slab, int at) {
    return Integer.toUnsignedLong(slab[at]) | (long) slab[at + 1] << Integer.SIZE;
  }

  private static int shift(int index) {
    return (index & 3) << 3;
  }

  /** What the nodes take that grew out of use, in bytes. For the writer. */
  long retiredBytes() {
    return retiredBytes;
  }

  /** A node with two keys below it, the lesser one first. For the writer. */
  int fork(int depth, int entry, int oneKey, int one, int otherKey, int other) {
    int address = arena.reserve(words(Link.NODE4));
    int[] slab = arena.slab(address);
    int at = index(address);
    slab[at] = depth << COUNT_BITS;
    slab[at + ENTRY] = entry;
    int node = Link.of(address, Link.NODE4);
    boolean isOneLess = oneKey < otherKey;
    add(node, isOneLess ? oneKey : otherKey, isOneLess ? one : other);
    add(node, isOneLess ? otherKey : oneKey, isOneLess ? other : one);
    return node;
  }

  private static int words(int kind) {
    return (LINKS[kind] + MOST_CHILDREN[kind] + 1) & ~1;
  }

  /**
   * Adds a child for a byte, or {@link #END}, that has none. For the writer.
   *
   * @return the node itself, or the larger one that is to take its place
   */
  int add(int node, int key, int child) {
    int address = Link.address(node);
    int[] slab = arena.slab(address);
    int at = index(address);
    int kind = Link.kind(node);
    if (key == END) {
      release(slab, at + TERMINAL, child);
      return node;
    }
    int count = slab[at] & COUNT_MASK;
    if (count < MOST_CHILDREN[kind]) {
      append(slab, at, kind, count, key, child);
      return node;
    }
    int larger = grown(slab, at, kind);
    add(larger, key, child);
    return larger;
  }

  private static void append(int[] slab, int at, int kind, int count, int key, int child) {
    switch (kind) {
      case Link.NODE4, Link.NODE16 -> {
        slab[at + LINKS[kind] + count] = child;
        slab[at + BYTES + (count >>> 2)] |= key << shift(count);
        release(slab, at, slab[at] + 1);
      }
      case Link.NODE48 -> {
        slab[at + LINKS_48 + count] = child;
        slab[at]++;
        int word = at + PLACES + (key >>> 2);
        release(slab, word, slab[word] | (count + 1) << shift(key));
        mark(slab, at, key);
      }
      default -> {
        slab[at]++;
        release(slab, at + LINKS_256 + key, child);
        mark(slab, at, key);
      }
    }
  }

  private static void mark(int[] slab, int at, int key) {
    int word = at + MAP + (key >>> 5);
    release(slab, word, slab[word] | 1 << key);
  }

  private int grown(int[] slab, int at, int kind) {
    int address = arena.reserve(words(kind + 1));
    int[] target = arena.slab(address);
    int to = index(address);
    target[to] = slab[at] & ~COUNT_MASK;
    target[to + ENTRY] = slab[at + ENTRY];
    target[to + TERMINAL] = slab[at + TERMINAL];
    int count = MOST_CHILDREN[kind];
    int copied = 0;
    for (int key = 0; copied < count; key++) {
      int place = place(slab, at, kind, count, key);
      if (place != 0) {
        append(target, to, kind + 1, copied++, key, slab[place]);
      }
    }
    retiredBytes += (long) Integer.BYTES * words(kind);
    return Link.of(address, kind + 1);
  }
}

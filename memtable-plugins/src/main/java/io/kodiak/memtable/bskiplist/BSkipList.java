package io.kodiak.memtable.bskiplist;

import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyedReferences;
import io.kodiak.memtable.arena.SortedWords;

/**
 * A skip list whose nodes hold many keys, after I. Abraham, J. Aspnes and J. Yuan, <em>Skip
 * B-Trees</em> (OPODIS 2005), and Y. Luo, S. Hao, B. Wheatman, P. Pandey and H. Xu, <em>Bridging
 * Cache-Friendliness and Concurrency: A Locality-Optimized In-Memory B-Skiplist</em> (ICPP 2025).
 *
 * <p>Each level is a list of nodes. An entry has a height, drawn when it is added: on every level
 * below its height it begins a node of its own, which takes over what was behind it in the node
 * where its place is; on the level of its height it is added to that node. So nodes are cut where
 * heights say, and their sizes do not depend on the order in which keys come. With a height above
 * zero for one entry in {@value #ENTRIES_PER_NODE}, a level has that many times fewer words than
 * the one below it, and a search looks at a node on each level. Should a node come to {@value
 * #LARGEST_NODE} words, it is cut in two; the second is found from the first, through the link to
 * the next node, in which stands a digest of the key that it begins with.
 *
 * <p><b>Concurrency.</b> Words are inserted in place, as {@link SortedWords} describes. A node that
 * is cut gets a new run, which is stored under its number after the node with what was behind the
 * cut; the old run never changes again, and neither does its link, unless the node was cut behind
 * its last word. So a reader that holds a run finds in it, and behind its link, all that was there
 * before; and one that comes to a node which was cut meanwhile sees by the link that its place is
 * further right, as in a B-link tree (P. Lehman and S. B. Yao, <em>Efficient Locking for Concurrent
 * Operations on B-Trees</em>, TODS 1981). Lower levels are linked before higher ones, so a child is
 * there when it is named. A reader goes right past as many nodes as were added meanwhile, at most.
 */
final class BSkipList {
  static final int MOST_LEVELS = 8;

  /** How many entries there are for one that begins a node. */
  static final int ENTRIES_PER_NODE = 64;

  static final int LARGEST_NODE = 128;

  private static final int SMALLEST_NODE = 8;

  private final EntryArena entries;
  private final Nodes nodes;

  // What follows belongs to the writer; a reader that sees an old height only starts lower.
  private final int[] path = new int[MOST_LEVELS];
  private final int[] last = new int[MOST_LEVELS];
  private final int[] positions = new int[MOST_LEVELS];
  private int height = 1;
  private int lastEntry = SortedWords.NO_REFERENCE;
  private long random = 0x9E3779B97F4A7C15L;

  BSkipList(EntryArena entries) {
    this.entries = entries;
    nodes = new Nodes(entries);
    for (int level = 0; level < MOST_LEVELS; level++) {
      int head = nodes.reserve();
      long[] run = SortedWords.empty(level == 0 ? 2 * SMALLEST_NODE : SMALLEST_NODE);
      SortedWords.tag(run, SortedWords.NO_REFERENCE);
      nodes.link(run, SortedWords.NO_REFERENCE);
      if (level > 0) {
        SortedWords.insert(run, SortedWords.first(run), SortedWords.word(0, head - 1));
      }
      nodes.store(head, run);
      last[level] = head;
    }
  }

  /** The nodes of all levels. */
  Nodes nodes() {
    return nodes;
  }

  /** The number of levels that a search goes through. */
  int height() {
    return height;
  }

  /** The run on the lowest level with the last entry before the place of key and sequence. */
  long[] leaf(byte[] key, int offset, int length, long sequence) {
    int level = height - 1;
    int node = level;
    while (true) {
      long[] run = nodes.run(node);
      long digest = SortedWords.digest(run, key, offset, length);
      long next = Nodes.next(run);
      if (isBefore(next, digest, key, offset, length, sequence)) {
        node = SortedWords.reference(next);
      } else if (level == 0) {
        return run;
      } else {
        long place = SortedWords.place(run, digest, nodes, key, offset, length, sequence);
        node = childBefore(run, SortedWords.index(place));
        level--;
      }
    }
  }

  /** Whether the node that a link names begins before the place of key and sequence. */
  private boolean isBefore(
      long link, long digest, byte[] key, int offset, int length, long sequence) {
    long found = SortedWords.digest(link);
    return found < digest
        || (found == digest
            && nodes.compare(SortedWords.reference(link), key, offset, length, sequence) < 0);
  }

  private static int childBefore(long[] run, int index) {
    return SortedWords.reference(SortedWords.at(run, Math.max(index - 1, SortedWords.first(run))));
  }

  /** Adds an entry, which is newer than all others. For the writer. */
  void add(int entry, Slice key, long sequence) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int levels = levels();
    boolean isLast =
        lastEntry == SortedWords.NO_REFERENCE
            || entries.compare(lastEntry, array, offset, length, sequence) < 0;
    int[] where = isLast ? last : path;
    if (isLast) {
      lastEntry = entry;
    } else {
      locate(Math.max(height - 1, levels), array, offset, length, sequence);
    }
    int reference = entry;
    for (int level = 0; level < levels; level++) {
      reference = begin(level, where[level], isLast, reference, entry, key);
    }
    insert(levels, where[levels], isLast, reference, key);
    height = Math.max(height, levels + 1);
  }

  /** Finds, on each level, the node with the place of key and sequence and the place in it. */
  private void locate(int top, byte[] key, int offset, int length, long sequence) {
    int level = top;
    int node = top;
    while (level >= 0) {
      long[] run = nodes.run(node);
      long digest = SortedWords.digest(run, key, offset, length);
      long next = Nodes.next(run);
      if (isBefore(next, digest, key, offset, length, sequence)) {
        node = SortedWords.reference(next);
      } else {
        KeyedReferences keys = keys(level);
        long place = SortedWords.place(run, digest, keys, key, offset, length, sequence);
        int index = SortedWords.index(place);
        path[level] = node;
        positions[level] = index - SortedWords.first(run);
        node = childBefore(run, index);
        level--;
      }
    }
  }

  private KeyedReferences keys(int level) {
    return level == 0 ? entries : nodes;
  }

  /** Lets an entry begin a node on a level; returns the number of the node. */
  private int begin(int level, int node, boolean isLast, int reference, int entry, Slice key) {
    long[] run = nodes.run(node);
    int count = SortedWords.count(run);
    int position = isLast ? count : positions[level];
    long[] right = part(level, run, position, count, count - position + 1);
    SortedWords.insert(
        right, SortedWords.first(right), SortedWords.word(digest(right, key), reference));
    return cut(level, node, run, position, right, entry);
  }

  private static long digest(long[] run, Slice key) {
    return SortedWords.digest(run, key.array(), key.offset(), key.length());
  }

  /** Adds a word to a node, which is cut in two if it is full. */
  private void insert(int level, int node, boolean isLast, int reference, Slice key) {
    long[] run = nodes.run(node);
    int count = SortedWords.count(run);
    int position = isLast ? count : positions[level];
    if (count == SortedWords.capacity(run)) {
      if (count < LARGEST_NODE) {
        run = part(level, run, 0, count, count + 1);
        nodes.link(run, SortedWords.reference(Nodes.next(nodes.run(node))));
        nodes.store(node, run);
      } else {
        cutFull(level, node, run, position, reference, key);
        return;
      }
    }
    SortedWords.insert(
        run, SortedWords.first(run) + position, SortedWords.word(digest(run, key), reference));
  }

  private void cutFull(int level, int node, long[] run, int position, int reference, Slice key) {
    int count = SortedWords.count(run);
    boolean rising = position == SortedWords.lastInserted(run) + 1;
    int at = rising ? position : count / 2;
    long[] right = part(level, run, at, count, count - at + 1);
    if (position > at || at == count) {
      SortedWords.insert(
          right,
          SortedWords.first(right) + position - at,
          SortedWords.word(digest(right, key), reference));
    }
    int first = SortedWords.reference(SortedWords.at(right, SortedWords.first(right)));
    int header = level == 0 ? first : Nodes.header(nodes.run(first));
    cut(level, node, run, at, right, header);
    if (position <= at && at < count) {
      long[] left = nodes.run(node);
      SortedWords.insert(
          left, SortedWords.first(left) + position, SortedWords.word(digest(left, key), reference));
    }
  }

  /** A part of a run with room for more words, but not for more than a node may have. */
  private long[] part(int level, long[] run, int from, int to, int atLeast) {
    int room = Math.min(LARGEST_NODE, (atLeast + atLeast / 4 + 7) & -8);
    return SortedWords.part(keys(level), run, from, to, Math.max(room, atLeast));
  }

  /**
   * Cuts a node: what is in {@code right}, and begins with {@code header}, becomes a node behind
   * it. Returns the number of that.
   */
  private int cut(int level, int node, long[] run, int position, long[] right, int header) {
    int behind = nodes.reserve();
    int next = SortedWords.reference(Nodes.next(run));
    SortedWords.tag(right, header);
    nodes.link(right, next);
    Nodes.previous(right, node);
    nodes.store(behind, right);
    if (position == SortedWords.count(run)) {
      nodes.link(run, behind);
    } else {
      long[] left = part(level, run, 0, position, position + 1);
      nodes.link(left, behind);
      nodes.store(node, left);
    }
    if (next == SortedWords.NO_REFERENCE) {
      last[level] = behind;
    }
    if (level == 0) {
      Nodes.previous(nodes.run(next == SortedWords.NO_REFERENCE ? Nodes.HEAD : next), behind);
    }
    return behind;
  }

  /** None mostly, each further one with a chance of one in so many: xorshift by G. Marsaglia. */
  private int levels() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    int levels =
        Long.numberOfTrailingZeros(random) / Integer.numberOfTrailingZeros(ENTRIES_PER_NODE);
    return Math.min(levels, Math.min(height, MOST_LEVELS - 1));
  }

  /** The heap that the list takes without the entries, in bytes. For the writer. */
  long heapBytes() {
    return 48 + 3 * (16 + 4 * MOST_LEVELS) + nodes.heapBytes();
  }

  /** Lets go of all nodes. */
  void clear() {
    nodes.clear();
  }
}

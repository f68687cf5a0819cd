package io.kodiak.memtable.rotating;

import static io.kodiak.memtable.rotating.NodeLevel.NONE;
import static io.kodiak.memtable.rotating.NodeLevel.entry;
import static io.kodiak.memtable.rotating.NodeLevel.weight;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.arena.MemtableSize;

/**
 * A skip list whose writer links new nodes into the lowest level alone, after T. Crain, V. Gramoli
 * and M. Raynal, <em>No Hot Spot Non-Blocking Skip List</em> (ICDCS 2013), with towers that are
 * rings, after I. Dick, A. Fekete and V. Gramoli, <em>A Skip List for Multicore</em> (Concurrency
 * and Computation 2016), there called the rotating skip list.
 *
 * <p>The parts: the {@link NodeLevel} is what the writer writes; the {@link WheelIndex} above it is
 * what the {@link Maintenance} writes, which is the business of a thread in the background that all
 * lists share. Nobody writes what another one does.
 *
 * <p><b>What it costs.</b> A descent steps onto about two nodes for every three levels and looks at
 * about one and a half a level, as one or two nodes, never more and never none, lie between any two
 * of the next level; where chance makes the towers, it steps onto one a level. What the writer does
 * beyond what a reader does is to link one node. Of scattered keys two nodes in five get a wheel,
 * most of the smallest size: about 25 bytes an entry for the index beside 24 for the node.
 *
 * <p><b>What is from the papers.</b> The separation of the node level from the index levels; that
 * one thread raises the middle one of three in a row, so that levels are balanced without chance;
 * rings for towers, with one zero for all of them, so that all are lowered by one step of it. What
 * is not: as a memtable has one writer, no step needs a compare-and-swap. As it keeps all versions,
 * nothing is deleted, so nobody marks, unlinks or helps to remove, and the papers' reason to lower,
 * too many deleted nodes under the index, does not arise: here the index is lowered when it takes
 * more memory than its share, and the wheels that become free, as well as the slots of the level in
 * all others, are used again. As most nodes are on no index level, a node gets its wheel when it is
 * raised, and a larger one when that is full, instead of room for all levels at once.
 *
 * <p><b>Threading.</b> One writer, readers, and one who maintains. Readers take the index for a
 * hint: whatever the state of it, a descent ends at a node before the place sought, and the way
 * from there over the node level is right, if longer than it should be. What the writer added is
 * found by whoever knows of it, as the links of the node level were stored with release before.
 *
 * <p><b>When the maintenance fails or falls behind</b>, gaps without wheels grow. The writer
 * notices when it walks too far in one, or when the maintenance has not taken up its notices, and
 * then does a piece of the work itself. So no insert and no read degrades to a walk over the list.
 */
final class RotatingSkipList {
  /** A descent that ends so far from the place is no longer left to others to improve. */
  private static final int TOO_FAR = 15 * NodeLevel.JUMP;

  /** The nodes that a level needs to stand for the whole list. */
  private static final int ENOUGH = 64;

  /** No {@link WheelIndex#use}: the path says nothing. */
  private static final int NOT_FOUND = -1;

  /** How many inserts into a gap of unknown end make a notice. */
  private static final int SOME = 8;

  private final EntryArena entries;
  private final KeyDigest digest;
  private final IndexBalance balance;
  private final NodeLevel nodes;
  private final WheelIndex index;
  private final Maintenance maintenance;

  // What follows belongs to the writer.
  private final int[] path = new int[WheelIndex.MOST_LEVELS];
  private long lastDigest;
  private int appendedWeight;
  private int unsure;
  private long ties;

  RotatingSkipList(
      EntryArena entries, KeyDigest digest, MemtableSize size, double indexShare, Upkeep upkeep) {
    this.entries = entries;
    this.digest = digest;
    this.nodes = new NodeLevel(entries);
    this.index = new WheelIndex(entries);
    this.balance = new IndexBalance(entries, digest, nodes, index);
    this.maintenance = new Maintenance(balance, index, size, indexShare, upkeep);
  }

  KeyDigest digest() {
    return digest;
  }

  NodeLevel nodes() {
    return nodes;
  }

  WheelIndex index() {
    return index;
  }

  Maintenance maintenance() {
    return maintenance;
  }

  /** The heap that the index takes, in bytes. Any thread may ask. */
  long indexBytes() {
    return index.heapBytes();
  }

  /**
   * The last node before the place of key and sequence; {@link NodeLevel#NONE}: it is the first.
   */
  long before(byte[] key, int offset, int length, long sequence) {
    long sought = digest.of(key, offset, length);
    long near = index.descend(sought, key, offset, length, sequence, null);
    return nodes.before(near, sought, key, offset, length, sequence);
  }

  /**
   * The first node at or behind the place of key and sequence; {@link NodeLevel#NONE} at the end.
   */
  long atOrBehind(byte[] key, int offset, int length, long sequence) {
    long next = nodes.next(before(key, offset, length, sequence));
    while (next != NONE && entries.compare(entry(next), key, offset, length, sequence) < 0) {
      next = nodes.next(next);
    }
    return next;
  }

  /** Adds an entry, which is newer than all others. For the writer. */
  void add(int entry, Slice key, long sequence) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    long keyDigest = digest.of(array, offset, length);
    if (isBehindLast(keyDigest, array, offset, length, sequence)) {
      append(entry, keyDigest);
      return;
    }
    path[0] = index.head();
    path[1] = index.head();
    int use = index.use();
    long near = index.descend(keyDigest, array, offset, length, sequence, path);
    long before = nodes.before(near, keyDigest, array, offset, length, sequence);
    if (nodes.digestOfNext(before) == keyDigest) {
      ties++;
    }
    long node = nodes.insert(before, entry, keyDigest);
    weigh(near, before, node, use);
  }

  private boolean isBehindLast(long keyDigest, byte[] key, int offset, int length, long sequence) {
    long last = nodes.last();
    if (last == NONE || keyDigest != lastDigest) {
      return last == NONE || Long.compareUnsigned(keyDigest, lastDigest) > 0;
    }
    ties++;
    return entries.compare(entry(last), key, offset, length, sequence) < 0;
  }

  /** Adds an entry that comes behind all others, to a list that nobody knows yet. */
  void load(int entry, long keyDigest) {
    nodes.insert(nodes.last(), entry, keyDigest);
    lastDigest = keyDigest;
  }

  /** Makes the index of a list that was loaded and that nobody knows yet. */
  void buildIndex() {
    balance.build();
  }

  private void append(int entry, long keyDigest) {
    long last = nodes.last();
    long node = nodes.insert(last, entry, keyDigest);
    lastDigest = keyDigest;
    appendedWeight += weight(last, node);
    if (appendedWeight >= IndexBalance.PARTED << index.zero()) {
      appendedWeight = 0;
      maintenance.notice(entry, path, NOT_FOUND);
    }
  }

  /**
   * Weighs the gap into which a node came as far as it is known without a look at more nodes than
   * the insertion looked at, and gives notice when it should be parted.
   */
  private void weigh(long near, long before, long node, int use) {
    int weight = weight(before, node);
    for (long at = near; at != before; ) {
      long next = nodes.next(at);
      weight += weight(at, next);
      at = next;
    }
    long end = index.height() == 0 ? NONE : index.next(path[0], 0);
    long at = node;
    boolean isKnown = false;
    for (int i = 0; i < 2 && !isKnown; i++) {
      long next = nodes.next(at);
      isKnown = next == NONE || (end != NONE && entry(next) == entry(end));
      weight += isKnown ? 0 : weight(at, next);
      at = next;
    }
    int dropped = index.zero();
    if (weight >= TOO_FAR << dropped) {
      maintenance.help(entry(node), path, use);
    } else if (weight >= IndexBalance.PARTED << dropped || (!isKnown && ++unsure % SOME == 0)) {
      maintenance.notice(entry(node), path, use);
    }
  }

  /** The heap that the list takes without the entries and the index, in bytes. For the writer. */
  long heapBytes() {
    return 64
        + (16 + Integer.BYTES * WheelIndex.MOST_LEVELS)
        + digest.heapBytes()
        + nodes.heapBytes()
        + Maintenance.heapBytes();
  }

  /** How often an entry came beside one with the same digest. For the writer. */
  long ties() {
    return ties;
  }

  /**
   * Shows two entries between which about three quarters of all lie: an eighth of the list from
   * either end, counted on the highest level that has enough nodes for that. For the writer, while
   * nobody has the maintenance.
   */
  void spread(EntryView low, EntryView high) {
    int level = index.height() - 1;
    while (level >= 0 && count(level) < ENOUGH) {
      level--;
    }
    int count = count(level);
    entries.read(entryAt(level, count / 8), low);
    entries.read(entryAt(level, count - 1 - count / 8), high);
  }

  private int count(int level) {
    int count = 0;
    for (long link = next(level < 0 ? 0 : index.head(), level);
        link != NONE;
        link = next((int) link, level)) {
      count++;
    }
    return count;
  }

  private int entryAt(int level, int rank) {
    long link = next(level < 0 ? 0 : index.head(), level);
    for (int i = 0; i < rank; i++) {
      link = next((int) link, level);
    }
    return entry(link);
  }

  private long next(int from, int level) {
    return level < 0 ? nodes.next(Integer.toUnsignedLong(from)) : index.next(from, level);
  }

  /** Lets go of all nodes; its maintenance was stopped before. */
  void clear() {
    nodes.clear();
    index.clear();
  }
}

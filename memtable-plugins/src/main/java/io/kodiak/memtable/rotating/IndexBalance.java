package io.kodiak.memtable.rotating;

import static io.kodiak.memtable.rotating.NodeLevel.NONE;
import static io.kodiak.memtable.rotating.NodeLevel.entry;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import java.util.Arrays;

/**
 * Keeps the index levels in balance: of every three nodes in a row on a level that are not on the
 * next one, the middle one is raised, as in the papers that {@link RotatingSkipList} names. So one
 * to two lie between any two of the next level, for sure and not by chance.
 *
 * <p>The papers' thread walks over the whole list again and again. This one goes where a {@link
 * Notices notice} sends it, finds the place on each level by a descent, and looks at the gap that
 * the place lies in: at the level above only if it raised something. A whole pass is made when
 * notices got lost.
 *
 * <p>On the lowest level, steps are weighed rather than counted: nodes that were added one after
 * the other lie side by side, and to pass a dozen of these costs no more than one miss of the
 * cache. So a list that was filled in order has an index of a tenth of the size, and is no slower.
 *
 * <p>When an allocation fails, what was begun is left out, and the levels are as they were.
 *
 * <p><b>Threading.</b> One thread at a time, beside the writer and readers.
 */
final class IndexBalance {
  /** A gap of this weight is parted: three jumps. */
  static final int PARTED = 3 * NodeLevel.JUMP;

  /** Where a gap is parted: two jumps from its begin. */
  private static final int MIDDLE = 2 * NodeLevel.JUMP;

  /** How many wheels are passed in the hope that the next one is on the level above. */
  private static final int FEW = 16;

  private final EntryArena entries;
  private final KeyDigest digest;
  private final NodeLevel nodes;
  private final WheelIndex index;
  private final EntryView view = new EntryView();
  private final int[] path = new int[WheelIndex.MOST_LEVELS];
  private final int[] growthPath = new int[WheelIndex.MOST_LEVELS];
  private boolean builds;
  private int built;

  private long gapEnd;

  IndexBalance(EntryArena entries, KeyDigest digest, NodeLevel nodes, WheelIndex index) {
    this.entries = entries;
    this.digest = digest;
    this.nodes = nodes;
    this.index = index;
    Arrays.fill(path, index.head());
  }

  /** Looks at the gap that ends at an entry, or that it lies in. */
  void mendBefore(int entry) {
    locate(entry, 0, path);
    mend(0);
  }

  /**
   * Looks at the gap behind a wheel.
   *
   * @param above a wheel before it, or it itself, that is on the level above
   * @param entry what to search for if more levels are concerned
   */
  void mendBehind(int wheel, int above, int entry) {
    path[0] = wheel;
    path[1] = above;
    if (raiseNodes()) {
      path[1] = lastAbove(wheel, above);
      if (path[1] == WheelArena.FULL) {
        locate(entry, 0, path);
        mend(1);
      } else if (raiseWheels(1)) {
        locate(entry, 0, path);
        mend(2);
      }
    }
  }

  /** The last wheel up to one that is on the level above, from an earlier one there. */
  private int lastAbove(int wheel, int above) {
    int last = above;
    long next = index.next(above, 1);
    int at = above;
    for (int steps = 0; at != wheel; steps++) {
      long link = index.next(at, 0);
      if (link == NONE || steps == FEW) {
        return WheelArena.FULL;
      }
      at = (int) link;
      if (link == next) {
        last = at;
        next = index.next(at, 1);
      }
    }
    return last;
  }

  /** Looks at the gap behind the wheel of an entry. */
  void mendBehind(int entry) {
    locate(entry, 1, path);
    mend(0);
  }

  /** Looks at the first gap. */
  void mendFirst() {
    Arrays.fill(path, index.head());
    mend(0);
  }

  /** The wheel at which the gap ended that was looked at, as a link; or {@link NodeLevel#NONE}. */
  long gapEnd() {
    return gapEnd;
  }

  /** A wheel before that gap on the level above. */
  int above() {
    return path[1];
  }

  /**
   * Makes the index of a list that has none, for nodes that will not stay side by side.
   *
   * <p>Then every second one is raised on each level, and how high a wheel comes is known when it
   * is made; so none has to grow.
   */
  void build() {
    builds = true;
    mendFirst();
    builds = false;
  }

  private void locate(int entry, int behind, int[] found) {
    entries.read(entry, view);
    byte[] key = view.keyArray();
    int offset = view.keyOffset();
    int length = view.keyLength();
    long sought = digest.of(key, offset, length);
    index.descend(sought, key, offset, length, view.sequence() - behind, found);
  }

  private void mend(int lowest) {
    boolean goesUp = true;
    for (int level = lowest; goesUp && level < WheelIndex.MOST_LEVELS; level++) {
      goesUp = level == 0 ? raiseNodes() : raiseWheels(level);
    }
  }

  /**
   * Raises nodes of the gap behind the path to the lowest level; returns whether there were any.
   */
  private boolean raiseNodes() {
    int height = index.height();
    int wheel = height > 0 ? path[0] : index.head();
    gapEnd = height > 0 ? index.next(wheel, 0) : NONE;
    int dropped = index.zero();
    int weight = 0;
    int weightToMiddle = 0;
    long middle = NONE;
    long middleDigest = 0;
    boolean raised = false;
    long at = Integer.toUnsignedLong(index.node(wheel));
    while (true) {
      // In this order: so the digest is that of the next node or of one behind it.
      long nextDigest = nodes.digestOfNext(at);
      long next = nodes.next(at);
      if (isEnd(next, gapEnd)) {
        return raised;
      }
      weight += builds ? NodeLevel.JUMP : NodeLevel.weight(at, next);
      if (middle != NONE && weight >= PARTED << dropped) {
        wheel = raiseNode(wheel, middle, middleDigest);
        if (wheel == WheelArena.FULL) {
          return false;
        }
        raised = true;
        weight -= weightToMiddle;
        middle = NONE;
      }
      if (middle == NONE && weight >= MIDDLE << dropped) {
        middle = next;
        middleDigest = nextDigest;
        weightToMiddle = weight;
      }
      at = next;
    }
  }

  private static boolean isEnd(long link, long end) {
    return link == NONE || (end != NONE && entry(link) == entry(end));
  }

  private int raiseNode(int before, long node, long nodeDigest) {
    int wheel = index.take(builds ? slots(++built) : 2, (int) node);
    if (wheel != WheelArena.FULL) {
      if (index.height() == 0) {
        index.addLevel();
      }
      index.link(before, 0, wheel, entry(node), nodeDigest);
    }
    return wheel;
  }

  /** The slots of the wheel that is made as the {@code rank}th one, counted from 1. */
  private static int slots(int rank) {
    int levels = 1 + Integer.numberOfTrailingZeros(rank);
    return Math.min(WheelIndex.MOST_LEVELS, Math.max(2, Integer.highestOneBit(2 * levels - 1)));
  }

  /** Raises wheels from the level below, behind the path; returns whether there were any. */
  private boolean raiseWheels(int level) {
    boolean isNew = level == index.height();
    int wheel = isNew ? index.head() : path[level];
    long end = isNew ? NONE : index.next(wheel, level);
    int at = wheel;
    int count = 0;
    long middle = NONE;
    long middleDigest = 0;
    boolean raised = false;
    while (true) {
      long nextDigest = index.digestOfNext(at, level - 1);
      long next = index.next(at, level - 1);
      if (isEnd(next, end)) {
        return raised;
      }
      count++;
      if (count == 2) {
        middle = next;
        middleDigest = nextDigest;
      } else if (count == 3) {
        wheel = raiseWheel(wheel, level, middle, middleDigest);
        if (wheel == WheelArena.FULL) {
          return false;
        }
        raised = true;
        count = 1;
      }
      at = (int) next;
    }
  }

  private int raiseWheel(int before, int level, long link, long wheelDigest) {
    int wheel = (int) link;
    int entry = entry(link);
    if (WheelIndex.slots(wheel) == level) {
      locate(entry, 0, growthPath);
      wheel = index.grow(wheel, level, entry, growthPath);
    }
    if (wheel != WheelArena.FULL) {
      if (level == index.height()) {
        index.addLevel();
      }
      index.link(before, level, wheel, entry, wheelDigest);
    }
    return wheel;
  }

  /** The heap that this takes, in bytes, without what it works on. */
  static long heapBytes() {
    return 56 + 48 + 2 * (16 + Integer.BYTES * WheelIndex.MOST_LEVELS);
  }

  /** Lets go of the entry that was read last. */
  void forget() {
    view.key(Slice.EMPTY.array(), 0, 0);
    view.value(Slice.EMPTY.array(), 0, 0);
  }
}

package io.kodiak.memtable.rotating;

import static io.kodiak.memtable.arena.NodeArena.acquire;
import static io.kodiak.memtable.arena.NodeArena.index;
import static io.kodiak.memtable.arena.NodeArena.release;

import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import org.jspecify.annotations.Nullable;

/**
 * The index levels: lists of wheels, each level a part of the one below it.
 *
 * <p>A slot of a wheel holds the digest of its successor on one level and the link to it: the
 * references of the successor's wheel and entry, 0 for none. Which slot belongs to which level says
 * one number for all wheels, the <em>zero</em>: level {@code i} is at position {@code zero + i} of
 * the ring. To drop the lowest level from all of them is to add one to it.
 *
 * <p><b>Threading.</b> Whoever does the maintenance, one thread at a time, writes; anyone descends
 * meanwhile. As long as a level only gets more wheels, a link only comes nearer: it names the wheel
 * that the digest beside it belongs to, or one before. The link is stored before the digest and
 * acquired after it, so that holds for whatever pair a reader sees, and every step that the digest
 * allows is right. When a slot or a wheel is to be used for something else, that no longer holds;
 * so {@link #shape} is changed first. Who descends reads the shape before and after: to have seen a
 * word of the new use means to see the new shape as well, as the word was stored with release and
 * read with acquire. Then the descent begins again. Shapes change rarely, so that is rare.
 *
 * <p>What a descent finds is a node before the place sought; the level of the nodes tells the rest.
 */
final class WheelIndex {
  static final long NONE = NodeLevel.NONE;

  static final int MOST_LEVELS = WheelArena.MOST_SLOTS;

  /** After so many steps a descent asks whether it was led astray by a wheel used again. */
  private static final int STEPS_WITHOUT_DOUBT = 64;

  private static final int HEIGHT_BITS = 8;
  private static final int ZERO_BITS = 8;
  private static final int BYTE = 0xff;

  private final EntryArena entries;
  private final WheelArena wheels = new WheelArena();
  private final int head = wheels.take(WheelArena.MOST_SLOTS, 0);

  /** Epoch, zero and height. The epoch counts how often something was used again. */
  private volatile long shape;

  WheelIndex(EntryArena entries) {
    this.entries = entries;
  }

  private static int height(long shape) {
    return (int) shape & BYTE;
  }

  private static int zero(long shape) {
    return (int) (shape >>> HEIGHT_BITS) & BYTE;
  }

  private static long epoch(long shape) {
    return shape >>> (HEIGHT_BITS + ZERO_BITS);
  }

  private static long shape(long epoch, int zero, int height) {
    return (epoch << ZERO_BITS | zero) << HEIGHT_BITS | height;
  }

  private static boolean isSameUse(long shape, long other) {
    return shape >>> HEIGHT_BITS == other >>> HEIGHT_BITS;
  }

  /** The wheel before all others, on every level. */
  int head() {
    return head;
  }

  /** The number of levels. */
  int height() {
    return height(shape);
  }

  /** Changes whenever slots or wheels are to be used for something else. */
  int use() {
    return (int) (shape >>> HEIGHT_BITS);
  }

  /**
   * Whether a wheel is what it was when a descent found it. For the maintenance.
   *
   * @param use what {@link #use} said before that descent
   */
  boolean isAsFound(int wheel, int use) {
    return use == use() && wheels.isInUse(wheel);
  }

  /** How often the lowest level was dropped. */
  int zero() {
    return zero(shape);
  }

  /**
   * A node before the place of key and sequence, found over all levels.
   *
   * @param sought the digest of the key
   * @param path if any: filled with the last wheel before the place on each level
   * @return a link of the {@link NodeLevel}
   */
  long descend(
      long sought, byte[] key, int offset, int length, long sequence, int @Nullable [] path) {
    while (true) {
      long before = shape;
      long found = descend(before, sought, key, offset, length, sequence, path);
      if (isSameUse(shape, before)) {
        return found;
      }
    }
  }

  private long descend(
      long shape,
      long sought,
      byte[] key,
      int offset,
      int length,
      long sequence,
      int @Nullable [] path) {
    int zero = zero(shape);
    int steps = 0;
    long link = Integer.toUnsignedLong(head);
    long behind = NONE;
    long[] slab = wheels.slab(head);
    int level = height(shape) - 1;
    while (level >= 0) {
      int at = WheelArena.slot((int) link, zero + level);
      long found = acquire(slab, at);
      boolean isBefore = false;
      if (found == sought || found + Long.MIN_VALUE < sought + Long.MIN_VALUE) {
        long next = acquire(slab, at + 1);
        if (found != sought) {
          isBefore = true;
        } else if (next != NONE && next != behind) {
          isBefore = entries.compare(NodeLevel.entry(next), key, offset, length, sequence) < 0;
          behind = isBefore ? behind : next;
        }
        if (isBefore) {
          link = next;
          slab = wheels.slab((int) next);
          if (++steps % STEPS_WITHOUT_DOUBT == 0 && !isSameUse(this.shape, shape)) {
            return NONE;
          }
        }
      }
      if (!isBefore) {
        if (path != null) {
          path[level] = (int) link;
        }
        level--;
      }
    }
    int node = (int) acquire(slab, index((int) link));
    return NodeLevel.link(node, NodeLevel.entry(link));
  }

  /** The node of a wheel. */
  int node(int wheel) {
    return wheels.node(wheel);
  }

  /** The successor of a wheel on a level; {@link #NONE} at the end. */
  long next(int wheel, int level) {
    return acquire(wheels.slab(wheel), WheelArena.slot(wheel, zero() + level) + 1);
  }

  /** The digest of the successor of a wheel on a level. */
  long digestOfNext(int wheel, int level) {
    return acquire(wheels.slab(wheel), WheelArena.slot(wheel, zero() + level));
  }

  private void set(int wheel, int level, long digest, long link) {
    long[] slab = wheels.slab(wheel);
    int at = WheelArena.slot(wheel, zero() + level);
    release(slab, at + 1, link);
    release(slab, at, digest);
  }

  /** Adds an empty level above the others. For the maintenance. */
  void addLevel() {
    long now = shape;
    set(head, height(now), KeyDigest.GREATEST, NONE);
    shape = shape(epoch(now), zero(now), height(now) + 1);
  }

  /**
   * Gives out a wheel that is on no level yet. For the maintenance.
   *
   * @return {@link WheelArena#FULL} when there is no room for wheels any more
   */
  int take(int slots, int node) {
    if (wheels.wantsRecycling(slots)) {
      long now = shape;
      shape = shape(epoch(now) + 1, zero(now), height(now));
      wheels.recycle(slots);
    }
    return wheels.take(slots, node);
  }

  /** Links a wheel into a level behind another one. For the maintenance. */
  void link(int before, int level, int wheel, int entry, long digest) {
    set(wheel, level, digestOfNext(before, level), next(before, level));
    set(before, level, digest, NodeLevel.link(wheel, entry));
  }

  /** The number of levels that a wheel has room for. */
  static int slots(int wheel) {
    return WheelArena.slots(wheel);
  }

  /**
   * Puts a wheel of twice the slots in the place of one. For the maintenance.
   *
   * @param levels on how many levels the wheel is
   * @param path the wheels before it on these levels
   * @return the new wheel, or {@link WheelArena#FULL}
   */
  int grow(int wheel, int levels, int entry, int[] path) {
    int grown = take(2 * slots(wheel), node(wheel));
    if (grown == WheelArena.FULL) {
      return grown;
    }
    for (int level = 0; level < levels; level++) {
      set(grown, level, digestOfNext(wheel, level), next(wheel, level));
    }
    for (int level = 0; level < levels; level++) {
      set(path[level], level, digestOfNext(path[level], level), NodeLevel.link(grown, entry));
    }
    wheels.retire(wheel);
    return grown;
  }

  /**
   * Drops the lowest level: one more for the zero. The wheels that were on no other level are free
   * then; in the others, the slot is the next one to be used above. For the maintenance.
   */
  void rotate() {
    long lowest = next(head, 0);
    int position = zero();
    long now = shape;
    shape = shape(epoch(now) + 1, zero(now) + 1, height(now) - 1);
    long stays = next(head, 0);
    while (lowest != NONE) {
      int wheel = (int) lowest;
      lowest = acquire(wheels.slab(wheel), WheelArena.slot(wheel, position) + 1);
      if (wheel == (int) stays) {
        stays = next(wheel, 0);
      } else {
        wheels.free(wheel);
      }
    }
  }

  /** The heap that the wheels in use take, in bytes. For the maintenance. */
  long bytesInUse() {
    return wheels.bytesInUse();
  }

  /** The heap that the index takes, in bytes. Any thread may ask. */
  long heapBytes() {
    return 32 + wheels.heapBytes();
  }

  /** Lets go of all wheels. */
  void clear() {
    wheels.clear();
  }
}

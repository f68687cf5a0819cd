package io.kodiak.memtable.rotating;

import io.kodiak.memtable.arena.MemtableSize;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The maintenance of one list: what is to be done, by one thread at a time.
 *
 * <p>Usually that is the {@link MaintenanceThread}. When it falls behind, the writer of the list
 * helps: it sees to a gap itself when there is no room for one more notice of one, or when it had
 * to walk too far in one; at no great cost, as it has just been there. Nobody waits: when another
 * thread is at work, the notice is lost, and a pass over the whole list, such as the papers make
 * all the time, makes up for it later.
 *
 * <p>The index is made smaller by a rotation when it takes more than its share of the memtable, as
 * it does under small entries: its lowest level is as large as all others together and saves a
 * search a step or two. The writer never does that, for it takes as long as the level is.
 */
final class Maintenance {
  /** How many notices are worked off at a time. */
  static final int PIECE = 32;

  /** An index of less bytes is not worth to be made smaller. */
  private static final long SMALL_INDEX = 64 << 10;

  private static final int MOST_ROTATIONS = 4;

  private final IndexBalance balance;
  private final WheelIndex index;
  private final MemtableSize size;
  private final double indexShare;
  private final Upkeep upkeep;
  private final Notices notices = new Notices();

  /** Whether a thread is at work, or nobody may be any more. */
  private final AtomicBoolean taken = new AtomicBoolean();

  // These belong to whoever is at work: how far a pass has come.
  private boolean passes;
  private long passedTo;
  private int passedAbove;
  private int passUse;

  /** Whether a notice got lost. */
  private volatile boolean missed;

  private volatile boolean stopped;

  /** Belongs to the writer of the list. */
  private boolean wanted;

  /**
   * Makes the maintenance of a list.
   *
   * @param size what the memtable takes without the index
   * @param indexShare how much of what the memtable takes may be index
   */
  Maintenance(
      IndexBalance balance, WheelIndex index, MemtableSize size, double indexShare, Upkeep upkeep) {
    this.balance = balance;
    this.index = index;
    this.size = size;
    this.indexShare = indexShare;
    this.upkeep = upkeep;
  }

  /**
   * Says that there are too many nodes without a wheel beside an entry. For the writer.
   *
   * @param path the wheels before the entry on the lowest two levels
   * @param use what {@link WheelIndex#use} said before these were found
   */
  void notice(int entry, int[] path, int use) {
    if (!notices.add(entry, path[0], path[1], use)) {
      help(entry, path, use);
    }
    upkeep.wanted(this);
  }

  /** Sees to that at once, unless another thread is at work. For the writer. */
  void help(int entry, int[] path, int use) {
    if (!tryTake()) {
      if (!notices.add(entry, path[0], path[1], use)) {
        missed = true;
      }
      return;
    }
    try {
      mend(entry, path[0], path[1], use);
    } finally {
      release();
    }
  }

  private void mend(int entry, int wheel, int above, int use) {
    if (index.isAsFound(wheel, use) && index.isAsFound(above, use)) {
      balance.mendBehind(wheel, above, entry);
    } else {
      balance.mendBefore(entry);
    }
  }

  /** Whether this is the first call of this method. For the writer. */
  boolean isFirstWanted() {
    boolean isFirst = !wanted;
    wanted = true;
    return isFirst;
  }

  private boolean tryTake() {
    return taken.compareAndSet(false, true);
  }

  private void release() {
    taken.set(false);
  }

  /**
   * Does a piece of the maintenance, and rotates if need be, unless another thread is at it or it
   * was stopped.
   *
   * @return whether there was something to do
   */
  boolean work(int most) {
    if (!tryTake()) {
      return false;
    }
    try {
      int done = 0;
      while (done < most && step()) {
        done++;
      }
      if (isTooLarge()) {
        index.rotate();
      }
      return done > 0;
    } finally {
      release();
    }
  }

  private boolean step() {
    if (!notices.isEmpty()) {
      takeNotice();
      return true;
    }
    if (missed && !passes) {
      missed = false;
      passes = true;
      passedTo = NodeLevel.NONE;
    }
    if (!passes) {
      return false;
    }
    pass();
    return true;
  }

  /** Whether there is nothing to do. */
  boolean isIdle() {
    return notices.isEmpty() && !missed;
  }

  /** Sees to the next gap of a pass; without a search, unless too much changed there. */
  private void pass() {
    int useNow = index.use();
    if (passedTo == NodeLevel.NONE) {
      balance.mendFirst();
    } else if (index.isAsFound((int) passedTo, passUse) && index.isAsFound(passedAbove, passUse)) {
      balance.mendBehind((int) passedTo, passedAbove, NodeLevel.entry(passedTo));
    } else {
      balance.mendBehind(NodeLevel.entry(passedTo));
    }
    passedTo = balance.gapEnd();
    passedAbove = balance.above();
    passUse = useNow;
    passes = passedTo != NodeLevel.NONE;
  }

  private void takeNotice() {
    int entry = notices.entry();
    int wheel = notices.wheel();
    int above = notices.above();
    int use = notices.use();
    // First of all: what fails does so once.
    notices.remove();
    mend(entry, wheel, above, use);
  }

  private boolean isTooLarge() {
    long bytes = index.bytesInUse();
    return bytes > SMALL_INDEX
        && bytes > indexShare * (size.bytes() + bytes)
        && index.zero() < MOST_ROTATIONS;
  }

  /**
   * Takes the maintenance away from everyone, for good or until {@link #resume}.
   *
   * @return whether that worked; otherwise a thread is at a piece of it
   */
  boolean tryStop() {
    if (!tryTake()) {
      return false;
    }
    stopped = true;
    balance.forget();
    return true;
  }

  /** Gives the maintenance back. */
  void resume() {
    stopped = false;
    release();
  }

  /** Whether it was stopped. */
  boolean isStopped() {
    return stopped;
  }

  /** The heap that this takes, in bytes, without what it works on. */
  static long heapBytes() {
    return 64 + 16 + IndexBalance.heapBytes() + Notices.heapBytes();
  }
}

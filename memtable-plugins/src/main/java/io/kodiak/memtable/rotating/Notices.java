package io.kodiak.memtable.rotating;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where too many nodes have no wheel: a ring that the writer fills and the maintenance empties, so
 * that it goes where something changed and not over the whole list.
 *
 * <p>A notice is an entry there, the wheels before it on the lowest two levels as the writer found
 * them, and what {@link WheelIndex#use} said then. So others need not search them again.
 *
 * <p><b>Threading.</b> The memtable's writer adds. One thread at a time takes: a later one must
 * have an order with the earlier one.
 */
final class Notices {
  /** About what a writer in full flight adds while the maintenance sleeps, and some more. */
  static final int CAPACITY = 1 << 9;

  private static final int WORDS = 4;

  private final int[] ring = new int[WORDS * CAPACITY];
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private long takenWhenLastSeen;

  /** Adds a notice unless the ring is full. */
  boolean add(int entry, int wheel, int above, int use) {
    long at = added.getPlain();
    if (at - takenWhenLastSeen == CAPACITY) {
      takenWhenLastSeen = taken.getAcquire();
      if (at - takenWhenLastSeen == CAPACITY) {
        return false;
      }
    }
    int word = word(at);
    ring[word] = entry;
    ring[word + 1] = wheel;
    ring[word + 2] = above;
    ring[word + 3] = use;
    added.setRelease(at + 1);
    return true;
  }

  /** Whether there is nothing to take. */
  boolean isEmpty() {
    return taken.getAcquire() == added.getAcquire();
  }

  private static int word(long at) {
    return WORDS * ((int) at & (CAPACITY - 1));
  }

  // What follows is about the notice that was added first, when there is one.

  int entry() {
    return ring[word(taken.getPlain())];
  }

  int wheel() {
    return ring[word(taken.getPlain()) + 1];
  }

  int above() {
    return ring[word(taken.getPlain()) + 2];
  }

  int use() {
    return ring[word(taken.getPlain()) + 3];
  }

  /** Takes it away. */
  void remove() {
    taken.setRelease(taken.getPlain() + 1);
  }

  /** The heap that this takes, in bytes. */
  static long heapBytes() {
    return 32 + 16 + (long) Integer.BYTES * WORDS * CAPACITY + 2 * 24;
  }
}

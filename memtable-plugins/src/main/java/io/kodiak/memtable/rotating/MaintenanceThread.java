package io.kodiak.memtable.rotating;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that maintains all lists: it begins when a list first wants it and ends when for a
 * while none did.
 *
 * <p>It knows the lists by weak references, and takes leave of a list whose maintenance was
 * stopped. Between two rounds over the lists it sleeps: shortly as long as there is work, then
 * longer and longer. A writer wakes it only from its longer sleeps; a wake-up that comes in the
 * moment before it falls asleep is lost, which costs no more than that sleep.
 *
 * <p>A list whose maintenance fails is served no more. It stays as right as it is, and its writer
 * helps itself.
 */
final class MaintenanceThread {
  static final MaintenanceThread SHARED = new MaintenanceThread(50_000_000);

  private static final long SHORTEST_SLEEP = 100_000;

  /** A thread that sleeps longer than this is woken. */
  private static final long DOZE = 1_000_000;

  /** How many of the longest sleeps in a row are the end. */
  private static final int ENOUGH_SLEEPS = 40;

  /** How many pieces one list gets before the next one's turn. */
  private static final int PIECES = Notices.CAPACITY / Maintenance.PIECE;

  // Guarded by this.
  private final List<WeakReference<Maintenance>> lists = new ArrayList<>();
  private @Nullable Thread thread;

  /** Whether a list came that no round has looked at. */
  private boolean arrived;

  /** Whether the thread has to be woken: it sleeps for long, or there is none. */
  private volatile boolean dozes = true;

  private final long longestSleep;

  /**
   * Makes a thread that has not begun.
   *
   * @param longestSleep in nanoseconds
   */
  MaintenanceThread(long longestSleep) {
    this.longestSleep = longestSleep;
  }

  /** An {@link Upkeep} by the shared thread. */
  static void wanted(Maintenance list) {
    SHARED.serve(list);
  }

  void serve(Maintenance list) {
    if (list.isFirstWanted()) {
      synchronized (this) {
        lists.add(new WeakReference<>(list));
        arrived = true;
      }
    }
    if (dozes) {
      wake();
    }
  }

  private synchronized void wake() {
    if (thread == null) {
      Thread begun = new Thread(null, this::run, "kodiak-rotating-skiplist", 0, false);
      begun.setDaemon(true);
      try {
        begun.start();
      } catch (OutOfMemoryError noThread) {
        // The writers help themselves until there is room for one.
        return;
      }
      thread = begun;
    } else {
      LockSupport.unpark(thread);
    }
    dozes = false;
  }

  private void run() {
    long sleep = SHORTEST_SLEEP;
    int idle = 0;
    while (true) {
      if (round()) {
        sleep = SHORTEST_SLEEP;
        idle = 0;
      } else if (sleep < longestSleep) {
        sleep = Math.min(2 * sleep, longestSleep);
      } else if (++idle == ENOUGH_SLEEPS) {
        synchronized (this) {
          if (!arrived) {
            thread = null;
            dozes = true;
            return;
          }
        }
        idle = 0;
      }
      dozes = sleep > DOZE;
      LockSupport.parkNanos(this, sleep);
    }
  }

  /** The thread while there is one. */
  synchronized @Nullable Thread thread() {
    return thread;
  }

  /** Serves each list once; returns whether there was anything to do. */
  private boolean round() {
    boolean worked = false;
    for (int i = begin() - 1; i >= 0; i--) {
      worked |= serve(i);
    }
    return worked;
  }

  /** The number of lists that a round looks at. */
  private synchronized int begin() {
    arrived = false;
    return lists.size();
  }

  /** The number of lists that are served. */
  synchronized int count() {
    return lists.size();
  }

  /** What is strong here is gone when it returns, so that a sleep keeps no list alive. */
  private boolean serve(int i) {
    WeakReference<Maintenance> reference;
    synchronized (this) {
      reference = lists.get(i);
    }
    Maintenance list = reference.get();
    boolean worked = false;
    boolean leaves = list == null || list.isStopped();
    try {
      for (int piece = 0; !leaves && piece < PIECES && list.work(Maintenance.PIECE); piece++) {
        worked = true;
      }
    } catch (RuntimeException | Error failure) {
      leaves = true;
    }
    if (leaves) {
      synchronized (this) {
        lists.remove(reference);
      }
    }
    return worked;
  }
}

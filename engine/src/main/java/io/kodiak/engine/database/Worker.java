package io.kodiak.engine.database;

import io.kodiak.engine.storage.OutcomeUnknownException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named daemon thread that does background work whenever it is told that there may be some, and
 * tries again after a while when the work failed.
 */
final class Worker {
  /** How an attempt to do something ended that did not fail. */
  enum Outcome {
    /** A piece of work was done. */
    DONE(true, true),
    /** Something was done that does not tell whether the work succeeds. */
    PART(true, false),
    /** There was nothing to do. */
    IDLE(false, true),
    /** There is nothing to do before what other threads are at has ended. */
    WAITING(false, false);

    /** Whether there may be more to do. */
    private final boolean more;

    /** Whether what failed before can be taken to be over. */
    private final boolean sound;

    Outcome(boolean more, boolean sound) {
      this.more = more;
      this.sound = sound;
    }
  }

  /** The work of a worker. */
  @FunctionalInterface
  interface Task {
    /** Does one piece of work. */
    Outcome runOnce() throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int ATTEMPTS = 3;
  private static final long NEVER = Long.MAX_VALUE;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Thread thread;
  private final Task task;
  private final Health health;
  private final Runnable onStateChange;
  private final AtomicBoolean stall;
  private long idleMillis = NEVER;
  private boolean signalled = true;
  private boolean stopped;
  private volatile boolean busy = true;

  /**
   * @param onStateChange run after this worker changed the state of the database
   */
  Worker(String name, Task task, Health health, Runnable onStateChange) {
    this(name, task, health, onStateChange, new AtomicBoolean());
  }

  /**
   * @param stall whether a worker for this kind of work made the database stall; shared by all that
   *     are, as what one of them gets done ends the stall of another
   */
  Worker(String name, Task task, Health health, Runnable onStateChange, AtomicBoolean stall) {
    this.stall = stall;
    this.task = task;
    this.health = health;
    this.onStateChange = onStateChange;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Has it look for work without a signal as well, so often. To be called before it starts. */
  void lookEvery(Duration pause) {
    idleMillis = Math.max(1, pause.toMillis());
  }

  void start() {
    thread.start();
  }

  /** Says that there may be work. */
  synchronized void signal() {
    signalled = true;
    busy = true;
    notifyAll();
  }

  /**
   * Whether the worker works, or has been told to and not yet found that there is nothing to do.
   */
  boolean isBusy() {
    return busy;
  }

  /** Ends the thread after the piece of work it is at. */
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
  }

  /** Waits until the thread has ended; an interrupt is kept for later. */
  void join() {
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    while (awaitSignal(failures)) {
      try {
        failures = workAll(failures);
        rest();
      } catch (Exception | Error e) {
        failures++;
        failed(e, failures);
      }
    }
    busy = false;
  }

  /** Works until nothing is left; the number of failures that are still to be made up for. */
  private int workAll(int before) throws Exception {
    int failures = before;
    boolean more = true;
    while (more && !isStopped() && health.mayWork()) {
      Outcome outcome = task.runOnce();
      if (outcome.sound && (failures > 0 || (outcome == Outcome.DONE && stall.get()))) {
        recovered();
        failures = 0;
      }
      more = outcome.more;
    }
    // Where no work is allowed any more, there is nothing to try again.
    return health.mayWork() ? failures : 0;
  }

  /** Notes that work succeeded after failures, its own or those of a worker beside it. */
  private void recovered() {
    stall.set(false);
    health.recover();
    onStateChange.run();
  }

  private void failed(Throwable cause, int failures) {
    try {
      note(cause, failures);
    } finally {
      // Writers wait for room or for the end of the database, also where noting it failed.
      onStateChange.run();
    }
  }

  private void note(Throwable cause, int failures) {
    String what = thread.getName() + ": " + Errors.message(cause);
    if (cause instanceof Error && !Errors.isReadFault(cause)) {
      health.latch(DatabaseState.FAILED, what, cause);
    } else if (isFinal(cause)) {
      health.latch(DatabaseState.READ_ONLY, what, cause);
    } else if (failures >= ATTEMPTS) {
      stall.set(true);
      health.latch(DatabaseState.STALLED, what, cause);
    } else {
      LOG.warn("{}; trying again", what, cause);
    }
  }

  /** Whether trying again would be of no use, or worse. */
  private static boolean isFinal(Throwable cause) {
    return cause instanceof OutcomeUnknownException
        || Errors.kind(cause) != KodiakException.Kind.IO;
  }

  private synchronized void rest() {
    if (!signalled) {
      busy = false;
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * Waits for a signal or, after a failure, for a pause that grows with the number of failures.
   *
   * @return whether to go on
   */
  private synchronized boolean awaitSignal(int failures) {
    long pause =
        failures == 0
            ? idleMillis
            : Math.min(FIRST_PAUSE_MILLIS << Math.min(failures, 10), LONGEST_PAUSE_MILLIS);
    long begin = System.nanoTime();
    while (!stopped && (failures > 0 || !signalled)) {
      long left = pause == NEVER ? NEVER : pause - (System.nanoTime() - begin) / 1_000_000;
      if (left <= 0) {
        break;
      }
      try {
        wait(left == NEVER ? 0 : left);
      } catch (InterruptedException e) {
        // Nobody but the engine has this thread, and the engine stops it by the flag.
        LOG.debug("{} was interrupted; it goes on", thread.getName());
      }
    }
    signalled = false;
    busy = true;
    return !stopped;
  }
}

package io.kodiak.engine.database;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A batch that waits to be written, and the thread that waits for it. */
final class Pending {
  private static final int SPINS = 200;

  private final WriteBatch batch;
  private final Thread waiter = Thread.currentThread();
  private @Nullable Pending next;
  private @Nullable RuntimeException failure;
  private volatile boolean done;

  Pending(WriteBatch batch) {
    this.batch = batch;
  }

  WriteBatch batch() {
    return batch;
  }

  @Nullable Pending next() {
    return next;
  }

  void next(@Nullable Pending pending) {
    next = pending;
  }

  boolean isDone() {
    return done;
  }

  void fail(RuntimeException cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Ends the wait. */
  void finish() {
    done = true;
    if (waiter != Thread.currentThread()) {
      LockSupport.unpark(waiter);
    }
  }

  /** Waits for {@link #finish}; an interrupt is kept for the caller to see. */
  void await() {
    for (int i = 0; i < SPINS && !done; i++) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      waiter.interrupt();
    }
  }

  /** Throws what made the write fail, if it did. */
  void throwFailure() {
    RuntimeException cause = failure;
    if (cause instanceof KodiakException known) {
      // Each waiter gets an exception of its own, with its own stack.
      throw new KodiakException(known.kind(), String.valueOf(known.getMessage()), known);
    }
    if (cause != null) {
      throw cause;
    }
  }
}

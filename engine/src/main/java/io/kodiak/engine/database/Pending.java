package io.kodiak.engine.database;

import io.kodiak.engine.database.KodiakException.Kind;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A batch that waits to be written, and the thread that waits for it; used again for each write of
 * that thread to the same database. Of a database that was closed, a thread keeps nothing but this.
 */
final class Pending {
  private static final int SPINS = 200;

  /** A single write of more bytes gets a batch of its own, so that threads keep little. */
  private static final int MAX_KEPT_BYTES = 4 << 10;

  private final Thread waiter = Thread.currentThread();
  private final WriteBatch single = new WriteBatch();
  private @Nullable WriteBatch batch;
  private @Nullable Pending next;
  private @Nullable RuntimeException failure;
  private boolean written;
  private volatile boolean done;

  /** An empty batch for one write of at most so many bytes, valid until this is used again. */
  WriteBatch single(int maxBytes) {
    single.clear();
    return maxBytes <= MAX_KEPT_BYTES ? single : new WriteBatch(maxBytes);
  }

  /** Whether a write of this thread was begun and not ended, as after an error of the JVM. */
  boolean isUsed() {
    return batch != null;
  }

  /** Begins a write. */
  void begin(WriteBatch toWrite) {
    batch = toWrite;
    written = false;
    done = false;
  }

  WriteBatch batch() {
    return Objects.requireNonNull(batch);
  }

  @Nullable Pending next() {
    return next;
  }

  void next(@Nullable Pending pending) {
    next = pending;
  }

  /** Says why the write failed, unless it is done or another reason was given. */
  void fail(RuntimeException cause) {
    if (failure == null && !written) {
      failure = cause;
    }
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Says that the write is in the log and seen by readers. */
  void written() {
    written = true;
  }

  /**
   * Makes a list from the first to the last of one from the last to the first. Calls nothing, so
   * that it happens or not where the stack is at its end.
   */
  static @Nullable Pending inOrder(@Nullable Pending last) {
    Pending first = null;
    Pending at = last;
    while (at != null) {
      Pending before = at.next;
      at.next = first;
      first = at;
      at = before;
    }
    return first;
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

  /**
   * Ends the write and forgets all that belongs to it: a thread must not keep a database.
   *
   * @throws RuntimeException what made the write fail, if it did
   */
  void end() {
    RuntimeException cause = failure;
    boolean acknowledged = written;
    failure = null;
    batch = null;
    single.clear();
    if (cause instanceof KodiakException known) {
      // Each waiter gets an exception of its own, with its own stack.
      throw new KodiakException(known.kind(), String.valueOf(known.getMessage()), known);
    }
    if (cause != null) {
      throw cause;
    }
    if (!acknowledged) {
      throw new KodiakException(
          Kind.IO, "outcome unknown: the engine failed while writing; open the database again");
    }
  }
}

package io.kodiak.engine.database;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The state of a whole database at one moment, over all its tables. Reading through it gives that
 * state until it is closed, whatever is written, flushed or compacted since.
 *
 * <p>An open snapshot keeps old versions on disk, so close it. Safe for use by several threads.
 */
public final class Snapshot implements AutoCloseable {
  private final Snapshots owner;
  private final long sequence;
  private final AtomicBoolean closed = new AtomicBoolean();

  Snapshot(Snapshots owner, long sequence) {
    this.owner = owner;
    this.sequence = sequence;
  }

  /** The sequence of the last write that this snapshot shows. */
  public long sequence() {
    return sequence;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed.get();
  }

  Snapshots owner() {
    return owner;
  }

  /** Lets go of the state. Closing again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      owner.release(sequence);
    }
  }
}

package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.sstable.WatchedFormat;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Can hold the compactions of a database where they read a block in its format. */
final class BlockGate {
  private final WatchedFormat format = new WatchedFormat(this::pass);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean held;
  private boolean waiting;

  /** The format, which is that of small databases. */
  SSTableFormat format() {
    return format;
  }

  /** Holds the next compaction that reads a block. */
  void hold() {
    set(() -> held = true);
  }

  /** Waits until a compaction is held. */
  void awaitHeld() {
    lock.lock();
    try {
      while (!waiting) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets compactions go on. */
  void release() {
    set(() -> held = false);
  }

  private void set(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pass() {
    if (!Thread.currentThread().getName().startsWith("kodiak-compaction")) {
      return;
    }
    lock.lock();
    try {
      while (held) {
        waiting = true;
        changed.signalAll();
        changed.awaitUninterruptibly();
      }
      waiting = false;
    } finally {
      lock.unlock();
    }
  }
}

package io.kodiak.engine.database;

import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.storage.OutcomeUnknownException;
import io.kodiak.engine.wal.WriteAheadLog;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches from any number of threads into the log and the memtables.
 *
 * <p>Writers queue up. The first of a group leads: it takes the baton, then all that queued up
 * behind it meanwhile, appends their batches to the log, forces the log once for all of them, adds
 * them to the memtables and publishes the last sequence. While it works the next group forms, so
 * the slower the device, the larger the groups.
 *
 * <p>Whoever holds the baton is the only one that changes memtables.
 */
final class WritePath {
  private static final Logger LOG = LoggerFactory.getLogger(WritePath.class);

  private final ThreadLocal<Pending> ofThread = ThreadLocal.withInitial(Pending::new);
  private final AtomicReference<@Nullable Pending> queue = new AtomicReference<>();
  private final ReentrantLock baton = new ReentrantLock();
  private final WriteAheadLog log;
  private final boolean forceEach;
  private final Health health;
  private final Backpressure backpressure;
  private final MemtableWriter memtables;
  private final LogLimit limit;
  private final WriteTraces traces;
  private volatile long visible;
  private long lastSequence;

  WritePath(
      WriteAheadLog log,
      SyncMode sync,
      Health health,
      Backpressure backpressure,
      MemtableWriter memtables,
      LogLimit limit,
      WriteTraces traces,
      long lastSequence) {
    this.log = log;
    this.forceEach = sync == SyncMode.ALWAYS;
    this.health = health;
    this.backpressure = backpressure;
    this.memtables = memtables;
    this.limit = limit;
    this.traces = traces;
    this.lastSequence = lastSequence;
    this.visible = lastSequence;
  }

  /** The sequence of the last write that readers see. */
  long visible() {
    return visible;
  }

  /** An empty batch for one write of at most so many bytes, for this thread's next call. */
  WriteBatch single(int maxBytes) {
    return unused().single(maxBytes);
  }

  /** Writes the batch; returns when it is acknowledged. */
  void write(WriteBatch batch) {
    Pending mine = unused();
    mine.begin(batch);
    try {
      if (enqueue(mine)) {
        lead();
      }
      mine.await();
    } catch (Error e) {
      // Others may still know it, and it knows the engine, which may be opened anew now.
      ofThread.remove();
      throw e;
    }
    mine.end();
  }

  private Pending unused() {
    Pending mine = ofThread.get();
    if (mine.isUsed()) {
      mine = new Pending();
      ofThread.set(mine);
    }
    return mine;
  }

  /** Adds to the queue; whether it was empty, so that the caller has to lead. */
  private boolean enqueue(Pending mine) {
    Pending head = queue.get();
    while (true) {
      mine.next(head);
      Pending seen = queue.compareAndExchange(head, mine);
      if (seen == head) {
        return head == null;
      }
      head = seen;
    }
  }

  /**
   * Writes all that is in the queue. As far as the stack allows it, the queue is emptied and
   * everybody in it goes on, whatever happens; who was neither told to be written nor to have
   * failed takes it for failed.
   */
  private void lead() {
    Pending group = null;
    try {
      baton.lock();
      group = queue.getAndSet(null);
      group = Pending.inOrder(group);
      commit(group);
    } catch (RuntimeException e) {
      failAll(group, e);
    } catch (Error e) {
      health.latch(DatabaseState.FAILED, "writing", e);
      throw e;
    } finally {
      // An error may have come from lock() after it had locked.
      if (baton.isHeldByCurrentThread()) {
        baton.unlock();
      }
      finishAll(group == null ? queue.getAndSet(null) : group);
    }
  }

  private static void failAll(@Nullable Pending group, RuntimeException cause) {
    for (Pending at = group; at != null; at = at.next()) {
      at.fail(cause);
    }
  }

  private static void finishAll(@Nullable Pending group) {
    Pending at = group;
    while (at != null) {
      Pending next = at.next();
      at.next(null);
      at.finish();
      at = next;
    }
  }

  private void commit(@Nullable Pending group) {
    health.checkWritable();
    backpressure.await(bytes(group), health);
    health.checkWritable();
    beginMemtables();
    long before = lastSequence;
    long logged = store(group, before);
    if (logged == before) {
      return;
    }
    lastSequence = logged;
    visible = logged;
    acknowledge(group);
    tidyUp();
  }

  /** Begins memtables where the last write left full ones, and could not or must not switch. */
  private void beginMemtables() {
    try {
      switchFull();
    } catch (RuntimeException e) {
      throw Errors.translate("beginning another memtable, nothing was written", e);
    }
  }

  /** Writes to the log and the memtables; returns the last sequence that is in both. */
  private long store(@Nullable Pending group, long before) {
    long logged = before;
    try {
      logged = append(group, before);
      if (logged > before) {
        if (forceEach) {
          force();
        }
        apply(group, before);
      }
      return logged;
    } catch (RuntimeException e) {
      if (log.lastSequence() > before) {
        // It is ahead of what readers see: no other write may follow.
        health.latch(DatabaseState.READ_ONLY, "writing to the log and the memtables", e);
      }
      throw e;
    }
  }

  /** What follows a write, which is done whatever happens here: the next one begins with it. */
  private void tidyUp() {
    try {
      switchFull();
      limit.enforce();
    } catch (RuntimeException e) {
      LOG.warn("no other memtable could be begun; the next write tries again", e);
    }
  }

  private static void acknowledge(@Nullable Pending group) {
    for (Pending at = group; at != null; at = at.next()) {
      if (!at.hasFailed()) {
        at.written();
      }
    }
  }

  /**
   * A segment that ends with a memtable is dropped when that is flushed, and not replayed at the
   * next opening; but a segment for every small memtable would cost more than it saves.
   */
  private void switchFull() {
    if (memtables.switchFull() && log.isSegmentHalfFull()) {
      log.endSegment();
    }
  }

  private static long bytes(@Nullable Pending group) {
    long bytes = 0;
    for (Pending at = group; at != null; at = at.next()) {
      bytes += at.batch().bytes();
    }
    return bytes;
  }

  /**
   * Appends batch after batch; a batch that cannot be appended fails, and so do those behind it.
   */
  private long append(@Nullable Pending group, long before) {
    long last = before;
    for (Pending at = group; at != null; at = at.next()) {
      WriteBatch batch = at.batch();
      try {
        log.append(last + 1, last + batch.count(), batch.buffer(), 0, batch.bytes());
        last += batch.count();
      } catch (OutcomeUnknownException e) {
        health.latch(DatabaseState.READ_ONLY, "appending to the log", e);
        failAll(at, Errors.translate("outcome unknown", e));
        return last;
      } catch (IOException e) {
        failAll(at, Errors.translate("appending to the log, nothing was written", e));
        return last;
      }
    }
    return last;
  }

  private void force() {
    try {
      log.force();
    } catch (IOException e) {
      health.latch(DatabaseState.READ_ONLY, "forcing the log", e);
      throw new KodiakException(
          Kind.IO,
          "outcome unknown: the log could not be forced to the device, so this write may or may not"
              + " be found when the database is opened again: "
              + Errors.message(e),
          e);
    }
  }

  private void apply(@Nullable Pending group, long before) {
    long last = before;
    for (Pending at = group; at != null && !at.hasFailed(); at = at.next()) {
      WriteBatch batch = at.batch();
      try {
        memtables.apply(batch.buffer(), 0, batch.bytes(), last + 1);
      } catch (RuntimeException e) {
        // Part of the batch may be in a memtable: never publish it, never flush it.
        health.latch(DatabaseState.READ_ONLY, "adding to a memtable", e);
        throw Errors.translate(
            "outcome unknown: the write is in the log, but a memtable refused it", e);
      }
      last += batch.count();
      traces.record(batch.buffer(), batch.bytes());
    }
  }

  /** Runs {@code change} while no writer is at work. */
  void exclusively(Runnable change) {
    baton.lock();
    try {
      change.run();
    } finally {
      baton.unlock();
    }
  }

  /** Runs {@code step} while no writer is at work. */
  <T> T alone(Step<T> step) throws IOException {
    baton.lock();
    try {
      return step.run();
    } finally {
      baton.unlock();
    }
  }

  /** Lets the sequences go on behind this one, as if it had been written. Holding the baton. */
  void skipTo(long sequence) {
    if (!baton.isHeldByCurrentThread() || sequence < lastSequence) {
      throw new IllegalStateException("cannot go on from " + lastSequence + " to " + sequence);
    }
    lastSequence = sequence;
    visible = sequence;
  }

  /** Runs {@code seal}, which seals memtables, while no writer is at work. */
  void sealing(Runnable seal) {
    exclusively(
        () -> {
          seal.run();
          log.endSegment();
        });
  }

  /** Forces everything that was acknowledged. */
  void sync() {
    try {
      log.force();
    } catch (IOException e) {
      health.latch(DatabaseState.READ_ONLY, "forcing the log", e);
      throw Errors.translate("forcing the log", e);
    }
  }
}

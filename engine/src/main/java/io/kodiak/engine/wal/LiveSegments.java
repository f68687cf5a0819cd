package io.kodiak.engine.wal;

import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LogFile;
import io.kodiak.engine.storage.OutcomeUnknownException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments that are kept, and which part of them is durable. One thread appends; any may call
 * the rest.
 *
 * <p>There are two locks. The one for forcing is held during a force and whenever a file is closed;
 * the appender never takes it. The other, of this object, guards the lists and is held only
 * shortly; it may be taken inside the first.
 */
final class LiveSegments implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSegments.class);

  private final SegmentSupply supply;
  private final Deque<WalRecovery.Closed> closed = new ArrayDeque<>();

  /** Those with an open file, oldest first: the active one, and those before it not yet forced. */
  private final Deque<Segment> open = new ArrayDeque<>();

  private final ReentrantLock forcing = new ReentrantLock();
  private @Nullable Segment active;

  /** While there is no active segment: no segment to come has a smaller number. */
  private long nextNumber;

  private volatile long appended;
  private volatile long forced;
  private volatile @Nullable OutcomeUnknownException failure;

  /**
   * Begins with the segments that were recovered; they are durable.
   *
   * @param nextNumber no segment to come has a smaller number
   * @param logEnd the position in the log at which they end
   */
  LiveSegments(
      SegmentSupply supply, long nextNumber, List<WalRecovery.Closed> recovered, long logEnd) {
    this.supply = supply;
    this.nextNumber = nextNumber;
    this.closed.addAll(recovered);
    this.appended = logEnd;
    this.forced = logEnd;
  }

  /** Makes a segment active, when there is none. For the appender. */
  synchronized void begin(Segment next) {
    active = next;
    open.add(next);
  }

  /**
   * Closes the active segment; there is none then. For the appender.
   *
   * @param end where its records end
   * @param lastSequence their last sequence
   */
  synchronized void end(long end, long lastSequence) {
    Segment ended = active;
    if (ended != null) {
      ended.seal(end);
      closed.add(new WalRecovery.Closed(ended.number(), lastSequence, end, ended.file().size()));
      nextNumber = ended.number() + 1;
      active = null;
    }
  }

  /** Publishes that the log is written up to a position. For the appender. */
  void appended(long logPosition) {
    appended = logPosition;
  }

  /** The position in the log up to which it is durable. */
  long forced() {
    return forced;
  }

  void checkFailure() throws OutcomeUnknownException {
    OutcomeUnknownException first = failure;
    if (first != null) {
      throw new OutcomeUnknownException(first.getMessage(), first);
    }
  }

  boolean isFailed() {
    return failure != null;
  }

  /** Lets every later force and append fail as well. */
  synchronized OutcomeUnknownException fail(Throwable cause) {
    OutcomeUnknownException first = failure;
    if (first == null) {
      first =
          new OutcomeUnknownException(
              "it is unknown which of the last writes are durable; the write-ahead log takes no more"
                  + " of them until the database is opened again: "
                  + cause.getMessage(),
              cause);
      failure = first;
    }
    return first;
  }

  /** Makes everything durable that was published before this call. */
  void force() throws OutcomeUnknownException {
    checkFailure();
    if (forced >= appended) {
      return;
    }
    forcing.lock();
    try {
      checkFailure();
      // Whoever waits for the lock meanwhile finds his records forced by this.
      long target = appended;
      if (forced < target) {
        forceUpTo(target);
        forced = target;
      }
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (IOException e) {
      throw fail(e);
    } catch (RuntimeException | Error e) {
      fail(e);
      throw e;
    } finally {
      forcing.unlock();
    }
  }

  private void forceUpTo(long target) throws IOException {
    List<Segment> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    for (Segment segment : all) {
      boolean sealed = segment.sealed();
      long end = sealed ? segment.end() : target - segment.base();
      if (end > segment.forced()) {
        segment.file().force(segment.forced(), end);
        segment.forced(end);
      }
      if (sealed) {
        synchronized (this) {
          open.remove(segment);
        }
        closeQuietly(segment.file());
      }
    }
  }

  synchronized long activeNumber() {
    return active == null ? nextNumber : active.number();
  }

  /**
   * The number of the oldest segment with a sequence larger than this one, or of the active one.
   */
  synchronized long firstAfter(long sequence) {
    for (WalRecovery.Closed segment : closed) {
      if (segment.lastSequence() > sequence) {
        return segment.number();
      }
    }
    return activeNumber();
  }

  synchronized long bytes() {
    long sum = active == null ? 0 : appended - active.base();
    for (WalRecovery.Closed segment : closed) {
      sum += segment.end();
    }
    return sum;
  }

  /** Gives the files of the closed segments before a number back. */
  void deleteBefore(long number) {
    List<WalRecovery.Closed> gone = new ArrayList<>();
    List<Segment> files = new ArrayList<>();
    forcing.lock();
    try {
      synchronized (this) {
        while (!closed.isEmpty() && closed.element().number() < number) {
          gone.add(closed.remove());
        }
        long first = closed.isEmpty() ? activeNumber() : closed.element().number();
        while (!open.isEmpty() && open.element().number() < first) {
          files.add(open.remove());
        }
      }
      for (Segment segment : files) {
        closeQuietly(segment.file());
      }
    } finally {
      forcing.unlock();
    }
    for (WalRecovery.Closed segment : gone) {
      supply.release(FileNames.walSegment(segment.number()), segment.fileBytes());
    }
  }

  /** What counts in it was forced, or is not needed. */
  private static void closeQuietly(LogFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("cannot close {}", file.name(), e);
    }
  }

  /** Closes the files; forces nothing. */
  @Override
  public void close() {
    forcing.lock();
    try {
      List<Segment> files;
      synchronized (this) {
        files = List.copyOf(open);
        open.clear();
      }
      for (Segment segment : files) {
        closeQuietly(segment.file());
      }
    } finally {
      forcing.unlock();
    }
  }
}

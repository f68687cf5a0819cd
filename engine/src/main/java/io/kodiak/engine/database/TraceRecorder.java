package io.kodiak.engine.database;

import io.kodiak.engine.database.TraceProgress.State;
import io.kodiak.engine.storage.WritableFile;
import io.kodiak.engine.trace.TraceFrame;
import io.kodiak.engine.trace.TraceSample;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the writes of one table into one file, which a thread of its own writes: whoever writes
 * to the table waits for no file, and what goes wrong with this one ends the recording, nothing
 * else.
 */
final class TraceRecorder {
  /** Makes the file. */
  @FunctionalInterface
  interface Target {
    WritableFile create() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(TraceRecorder.class);

  /** 1 MiB: some tenths of a second of writes that are all recorded. */
  private static final int MOST_FRAMES = 64;

  /** What a crash may take. */
  private static final long LONGEST_FRAME_MILLIS = 30_000;

  private final String name;
  private final Target target;
  private final boolean atOnce;
  private final long maxBytes;
  private final LongSupplier clock;
  private final Runnable onEnd;
  private final TraceSample sample;
  private final Thread thread;
  private final ArrayDeque<TraceFrame> ready = new ArrayDeque<>();
  private final ArrayDeque<TraceFrame> empty = new ArrayDeque<>();
  private int made;
  private State state = State.RECORDING;
  private String failure = "";

  /**
   * @param name of the file and the table, for messages
   * @param atOnce whether the file is made when nothing is written to the table, too
   * @param secret what the hashes of the keys depend on
   * @param clock the time in milliseconds since 1970 UTC
   * @param onEnd run once, when nothing is recorded any more
   */
  TraceRecorder(
      String name,
      Target target,
      boolean atOnce,
      long maxBytes,
      long secret,
      LongSupplier clock,
      Runnable onEnd) {
    this.name = name;
    this.target = target;
    this.atOnce = atOnce;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.onEnd = onEnd;
    this.sample = new TraceSample(maxBytes, secret, clock, this::exchange);
    this.thread = new Thread(this::run, "kodiak-trace");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a write in. */
  synchronized void record(byte[] array, int offset, int length, int valueLength, boolean delete) {
    if (state != State.RECORDING) {
      return;
    }
    sample.write(array, offset, length, valueLength, delete);
    if (sample.isFull()) {
      end(State.FULL);
    }
  }

  /** Called with the monitor held. */
  private @Nullable TraceFrame exchange(TraceFrame full) {
    TraceFrame next = empty.poll();
    if (next == null) {
      if (made >= MOST_FRAMES && state == State.RECORDING) {
        return null;
      }
      next = new TraceFrame();
      made++;
    }
    ready.add(full);
    notifyAll();
    return next;
  }

  private synchronized void end(State how) {
    if (state == State.RECORDING) {
      state = how;
      notifyAll();
    }
  }

  /** Ends the recording because of something that went wrong. */
  void fail(Throwable cause) {
    synchronized (this) {
      if (state == State.FAILED) {
        return;
      }
      state = State.FAILED;
      failure = Errors.message(cause);
      ready.clear();
      empty.clear();
      notifyAll();
    }
    LOG.warn("{}: the writes are not recorded any more; the database is not affected", name, cause);
  }

  synchronized TraceProgress progress() {
    return new TraceProgress(
        state,
        sample.writes(),
        sample.recorded(),
        sample.lost(),
        sample.share(),
        sample.bytes(),
        failure);
  }

  private void run() {
    WritableFile file = null;
    try {
      if (atOnce || awaitFrame()) {
        file = target.create();
        TraceFrame.writeHeader(file, clock.getAsLong(), maxBytes);
      }
      TraceFrame frame = next();
      while (frame != null && file != null) {
        frame.writeTo(file);
        recycle(frame);
        frame = next();
      }
      if (file != null) {
        file.force();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } finally {
      close(file);
      onEnd.run();
    }
  }

  private void close(@Nullable WritableFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The frame to write next; {@code null} when there will be none. */
  private synchronized @Nullable TraceFrame next() {
    awaitFrame();
    return ready.poll();
  }

  /** Waits for a frame; false when there will be none. */
  private synchronized boolean awaitFrame() {
    long since = System.nanoTime();
    while (ready.isEmpty() && state == State.RECORDING) {
      long left = LONGEST_FRAME_MILLIS - (System.nanoTime() - since) / 1_000_000;
      if (left <= 0) {
        sample.cut();
        since = System.nanoTime();
        continue;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        LOG.debug("{} was interrupted; only closing the trace ends it", thread.getName());
      }
    }
    return !ready.isEmpty();
  }

  private synchronized void recycle(TraceFrame frame) {
    empty.add(frame);
  }

  /**
   * Ends the recording, writes what is in memory, and forces the file; an interrupt is kept for
   * later. What goes wrong is in {@link #progress}.
   */
  void close() {
    synchronized (this) {
      if (state == State.RECORDING) {
        state = State.CLOSED;
        sample.cut();
        notifyAll();
      }
    }
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
}

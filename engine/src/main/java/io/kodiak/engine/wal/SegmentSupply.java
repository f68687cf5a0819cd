package io.kodiak.engine.wal;

import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LogFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out empty segments, prepared in the background: a file that a segment does not need any
 * more, under a new name, or a new one. Safe for use by several threads.
 *
 * <p>Every attempt takes a new number, so a number is never used twice, whatever fails.
 */
final class SegmentSupply {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);

  /**
   * An empty segment, durable under its name.
   *
   * @param number its number
   * @param file its file, in which no record of this number is
   * @param recycled whether records of another number may be in it
   */
  record Prepared(long number, LogFile file, boolean recycled) {}

  private final Storage storage;
  private final WalOptions options;
  private final Executor background;
  private final Deque<String> spares = new ArrayDeque<>();
  private long nextNumber;
  private long nextBytes;
  private boolean preparing;
  private @Nullable Prepared ready;
  private @Nullable IOException failure;

  SegmentSupply(Storage storage, WalOptions options, Executor background, long nextNumber) {
    this.storage = storage;
    this.options = options;
    this.background = background;
    this.nextNumber = nextNumber;
    this.nextBytes = options.initialBytes();
  }

  /** Takes over a file that no segment needs any more: keeps it as a spare, or deletes it. */
  void release(String name, long bytes) {
    synchronized (this) {
      if (bytes == options.segmentBytes() && spares.size() < options.spares()) {
        spares.add(name);
        return;
      }
    }
    delete(name);
  }

  /** Begins to prepare the next segment, unless there is one. */
  void prepareAhead() {
    synchronized (this) {
      if (ready != null || preparing) {
        return;
      }
      preparing = true;
    }
    start();
  }

  private void start() {
    boolean started = false;
    try {
      background.execute(this::run);
      started = true;
    } finally {
      if (!started) {
        done(null, new IOException("the write-ahead log is closed"));
      }
    }
  }

  /**
   * A segment with room for {@code bytes}, its header included. Waits when none is ready, whether
   * interrupted or not.
   *
   * @throws IOException when none could be made; the next call tries again
   */
  Prepared take(long bytes) throws IOException {
    if (bytes > options.segmentBytes()) {
      return dedicated(bytes);
    }
    Prepared taken = poll(bytes);
    if (taken == null) {
      // None was under way, or it failed: that may work by now, as space may have been freed.
      synchronized (this) {
        preparing = true;
        if (nextBytes < bytes) {
          nextBytes = options.segmentBytes();
        }
      }
      start();
      taken = poll(bytes);
    }
    if (taken == null) {
      throw failure();
    }
    return taken;
  }

  private synchronized @Nullable Prepared poll(long bytes) {
    awaitPreparation();
    Prepared taken = ready;
    ready = null;
    if (taken != null && taken.file().size() < bytes) {
      retire(taken);
      return null;
    }
    return taken;
  }

  private synchronized IOException failure() {
    IOException failed = failure;
    return failed != null
        ? new IOException(failed.getMessage(), failed)
        : new IOException("the next segment of the log was not prepared");
  }

  /** A segment for one large record. */
  private Prepared dedicated(long bytes) throws IOException {
    long number;
    synchronized (this) {
      awaitPreparation();
      retire(ready); // its number would come after the one that is taken here
      ready = null;
      number = nextNumber++;
    }
    return create(number, bytes);
  }

  private void awaitPreparation() {
    boolean interrupted = false;
    while (preparing) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Prepared made = null;
    IOException failed = null;
    try {
      made = prepare();
    } catch (IOException e) {
      LOG.warn("{}: cannot prepare the next segment of the log", storage.describe(), e);
      failed = e;
    } catch (RuntimeException | Error e) {
      failed = new IOException("cannot prepare the next segment of the log: " + e, e);
      throw e;
    } finally {
      done(made, failed);
    }
  }

  private synchronized void done(@Nullable Prepared made, @Nullable IOException failed) {
    ready = made;
    failure = failed;
    preparing = false;
    notifyAll();
  }

  private Prepared prepare() throws IOException {
    long number;
    long bytes;
    String spare;
    synchronized (this) {
      number = nextNumber++;
      spare = spares.poll();
      bytes = nextBytes;
      nextBytes = options.segmentBytes();
    }
    boolean made = false;
    try {
      Prepared prepared = spare == null ? create(number, bytes) : recycle(number, spare);
      made = true;
      return prepared;
    } finally {
      if (!made) {
        synchronized (this) {
          nextBytes = bytes;
        }
      }
    }
  }

  private Prepared create(long number, long bytes) throws IOException {
    String name = FileNames.walSegment(number);
    LogFile file = storage.createLog(name, bytes);
    return durable(new Prepared(number, file, false));
  }

  private Prepared recycle(long number, String spare) throws IOException {
    String name = FileNames.walSegment(number);
    storage.rename(spare, name);
    LogFile file = storage.openLog(name);
    return durable(new Prepared(number, file, true));
  }

  private Prepared durable(Prepared prepared) throws IOException {
    boolean done = false;
    try {
      storage.forceDirectory(FileNames.WAL_DIRECTORY);
      if (prepared.recycled()) {
        prepared.file().load();
      }
      done = true;
      return prepared;
    } finally {
      if (!done) {
        closeQuietly(prepared.file());
        delete(FileNames.walSegment(prepared.number()));
      }
    }
  }

  private void retire(@Nullable Prepared unused) {
    if (unused != null) {
      closeQuietly(unused.file());
      release(FileNames.walSegment(unused.number()), unused.file().size());
    }
  }

  /** A file that stays does no harm but to the space it takes; opening the log finds it. */
  private void delete(String name) {
    try {
      storage.delete(name);
    } catch (IOException e) {
      LOG.warn("{}: cannot delete {}", storage.describe(), name, e);
    }
  }

  private void closeQuietly(LogFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("{}: cannot close {}", storage.describe(), file.name(), e);
    }
  }

  /** Waits for what is being prepared, and closes it; its file stays, to be used another time. */
  synchronized void close() {
    awaitPreparation();
    if (ready != null) {
      closeQuietly(ready.file());
      ready = null;
    }
  }
}

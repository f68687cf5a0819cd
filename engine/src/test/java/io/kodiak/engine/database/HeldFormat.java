package io.kodiak.engine.database;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The format of small databases, which can hold compactions where they read a block. */
final class HeldFormat implements SSTableFormat {
  private final SSTableFormat format = SmallDatabase.FORMAT;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean held;
  private boolean waiting;

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

  @Override
  public String fileExtension() {
    return format.fileExtension();
  }

  @Override
  public int version() {
    return format.version();
  }

  @Override
  public String encoding(WriteOptions options) {
    return format.encoding(options);
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
    return format.writer(sink, options);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    SSTableReader reader = format.reader(source, version, directory);
    return new SSTableReader() {
      @Override
      public int blockCount() {
        return reader.blockCount();
      }

      @Override
      public Block block(int index) throws IOException {
        pass();
        return reader.block(index);
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}

package io.kodiak.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads, all interrupted over and over, on a log in a real directory. */
class WalConcurrencyTest {
  private static final int WRITERS = 4;
  private static final int RECORDS = 3000;

  @TempDir Path directory;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicLong durable = new AtomicLong();
  private long sequence;

  @Test
  void writersForcersAndDeletersDoNotHarmEachOther() throws Exception {
    LocalStorage storage = new LocalStorage(directory, ReadMode.MAPPED);
    storage.createDirectory("wal");
    WalOptions options = new WalOptions(64 << 10, 16 << 10, 2, null);
    long first;
    try (WriteAheadLog log = WriteAheadLog.open(storage, options, 1, (s, f, b, o, l) -> {})) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        threads.add(thread(() -> write(log)));
      }
      AtomicBoolean done = new AtomicBoolean();
      Thread deleter =
          thread(
              () -> {
                while (!done.get()) {
                  log.deleteBefore(log.firstSegmentAfter(durable.get() - 2000));
                  LockSupport.parkNanos(1_000_000);
                }
              });
      while (threads.stream().anyMatch(Thread::isAlive)) {
        threads.forEach(Thread::interrupt);
        deleter.interrupt();
        LockSupport.parkNanos(100_000);
      }
      done.set(true);
      deleter.join();
      assertThat(failure.get()).isNull();
      assertThat(durable).hasValue(WRITERS * RECORDS);
      assertThat(log.activeSegment()).isGreaterThan(20);
      first = log.firstSegment();
    }
    List<Long> replayed = new ArrayList<>();
    try (WriteAheadLog log =
        WriteAheadLog.open(
            storage,
            options,
            first,
            (segment, sequenceOf, payload, offset, length) -> {
              assertThat(ByteBuffer.wrap(payload, offset, length).getLong()).isEqualTo(sequenceOf);
              replayed.add(sequenceOf);
            })) {
      assertThat(log.report().bytesDropped()).isZero();
    }
    assertThat(replayed.size()).isBetween(2000, 4500);
    for (int i = 0; i < replayed.size(); i++) {
      assertThat(replayed.get(i)).isEqualTo(WRITERS * RECORDS - replayed.size() + 1 + i);
    }
  }

  private void write(WriteAheadLog log) throws IOException {
    byte[] payload = new byte[200];
    for (int i = 0; i < RECORDS; i++) {
      long mine;
      synchronized (this) {
        mine = ++sequence;
        ByteBuffer.wrap(payload).putLong(mine);
        log.append(mine, mine, payload, 0, 8 + (int) (mine % 190));
      }
      if (mine % 8 == 0 || i == RECORDS - 1) {
        log.force();
        durable.accumulateAndGet(mine, Math::max);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private Thread thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            });
    thread.start();
    return thread;
  }
}

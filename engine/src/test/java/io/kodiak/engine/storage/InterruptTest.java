package io.kodiak.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterruptTest {
  @TempDir Path directory;
  private LocalStorage storage;

  @BeforeEach
  void open() {
    storage = new LocalStorage(directory, ReadMode.MAPPED);
  }

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @Test
  void everyOperationOfAnInterruptedThreadSucceedsAndTheInterruptStaysPending() throws IOException {
    byte[] content = LocalStorageTest.random(200_000, 1);
    Thread.currentThread().interrupt();
    storage.createDirectory("wal");
    try (WritableFile file = storage.create("wal/f")) {
      file.write(content, 0, content.length);
      file.force();
    }
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    storage.rename("wal/f", "wal/g");
    storage.forceDirectory("wal");
    for (ReadMode mode : ReadMode.values()) {
      try (ReadableFile file = new LocalStorage(directory, mode).open("wal/g")) {
        byte[] read = new byte[content.length];
        file.read(0, read, 0, read.length);
        assertThat(read).isEqualTo(content);
      }
    }
    try (LogFile log = storage.createLog("wal/log", 100_000)) {
      log.write(0, content, 0, 100_000);
      log.force(0, 100_000);
    }
    try (LogFile log = storage.openLog("wal/log")) {
      byte[] read = new byte[100_000];
      log.read(0, read, 0, read.length);
      assertThat(read).isEqualTo(Arrays.copyOf(content, read.length));
    }
    assertThat(storage.list("wal")).hasSize(2);
    storage.lock("LOCK").close();
    assertThat(storage.delete("wal/g")).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(ReadMode.class)
  void readersThatAreInterruptedAllTheTimeReadWhatIsThere(ReadMode mode) throws Exception {
    byte[] content = LocalStorageTest.random(1 << 20, 2);
    try (WritableFile file = storage.create("f")) {
      file.write(content, 0, content.length);
    }
    AtomicBoolean done = new AtomicBoolean();
    try (ReadableFile file = new LocalStorage(directory, mode).open("f")) {
      Reader[] readers = {new Reader(file, content, 1), new Reader(file, content, 2)};
      Thread[] threads = {new Thread(readers[0]), new Thread(readers[1])};
      Thread interrupter =
          new Thread(
              () -> {
                while (!done.get()) {
                  for (Thread thread : threads) {
                    thread.interrupt();
                  }
                  LockSupport.parkNanos(20_000);
                }
              });
      interrupter.start();
      for (Thread thread : threads) {
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      done.set(true);
      interrupter.join();
      assertThat(readers[0].failure).isNull();
      assertThat(readers[1].failure).isNull();
      assertThat(readers[0].interrupts + readers[1].interrupts).isPositive();
    }
  }

  private static final class Reader implements Runnable {
    private final ReadableFile file;
    private final byte[] content;
    private final int stride;
    private Throwable failure;
    private int interrupts;

    Reader(ReadableFile file, byte[] content, int stride) {
      this.file = file;
      this.content = content;
      this.stride = stride;
    }

    @Override
    public void run() {
      byte[] read = new byte[5000];
      try {
        for (int i = 0; i < 2000; i++) {
          int at = (int) ((long) i * 7919 * stride % (content.length - read.length));
          file.read(at, read, 0, read.length);
          if (!Arrays.equals(read, 0, read.length, content, at, at + read.length)) {
            throw new AssertionError("wrong bytes at " + at);
          }
          if (Thread.interrupted()) {
            interrupts++;
          }
        }
      } catch (Throwable e) {
        failure = e;
      }
    }
  }
}

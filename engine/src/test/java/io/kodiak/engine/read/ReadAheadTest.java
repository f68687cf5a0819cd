package io.kodiak.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.sstable.WatchedFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final int ENTRIES = 4000;

  private final ReadAhead readAhead = new ReadAhead(1);
  private final WatchedFormat format = new WatchedFormat(this::beforeRead, this::behindRead);
  private final AtomicInteger reading = new AtomicInteger();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean slow;

  @AfterEach
  void stop() {
    readAhead.close();
  }

  private void beforeRead() {
    reading.incrementAndGet();
    threads.add(Thread.currentThread().getName());
    long end = System.nanoTime() + (slow ? 300_000 : 0);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void behindRead() {
    reading.decrementAndGet();
  }

  private static ReadView view(TestTables tables) throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      versions.add(Version.put("key%05d".formatted(i), i + 1, "v".repeat(100)));
    }
    return new ReadView(List.of(), List.of(new SSTableRun(List.of(tables.table(versions, 1000)))));
  }

  private static int count(MergeScan scan) throws IOException {
    int count = 0;
    while (scan.next()) {
      assertThat(scan.entry().keySlice()).isEqualTo(Slice.utf8("key%05d".formatted(count)));
      count++;
    }
    return count;
  }

  @Test
  void decodesEachBlockOnceAndSomeOnAnotherThread() throws IOException {
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      ReadView view = view(tables);
      format.blocksRead();
      try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, 9999, readAhead)) {
        for (int i = 0; i < ENTRIES; i++) {
          assertThat(scan.next()).isTrue();
          while (i == ENTRIES / 2 && !threads.contains("kodiak-read-ahead-1")) {
            Thread.onSpinWait();
          }
        }
        assertThat(scan.next()).isFalse();
      }
      assertThat(format.blocksRead()).isEqualTo(view.run(0).table(0).blockCount());
      assertThat(threads).contains("kodiak-read-ahead-1");
    }
  }

  @Test
  void goesOnWhenItsThreadsAreBusyForever() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    readAhead.submit(
        () -> {
          boolean waits = true;
          while (waits) {
            try {
              busy.await();
              waits = false;
            } catch (InterruptedException again) {
              Thread.currentThread().interrupt();
            }
          }
        });
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      ReadView view = view(tables);
      try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, 9999, readAhead)) {
        assertThat(count(scan)).isEqualTo(ENTRIES);
      }
      assertThat(threads).doesNotContain("kodiak-read-ahead-1");
    } finally {
      busy.countDown();
    }
  }

  @Test
  void goesOnWhenItIsClosed() throws IOException {
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      ReadView view = view(tables);
      try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, 9999, readAhead)) {
        for (int i = 0; i < ENTRIES / 2; i++) {
          assertThat(scan.next()).isTrue();
        }
        readAhead.close();
        for (int i = ENTRIES / 2; i < ENTRIES; i++) {
          assertThat(scan.next()).isTrue();
        }
        assertThat(scan.next()).isFalse();
      }
    }
  }

  @Test
  void nobodyReadsTheFileAnyMoreOnceTheScanIsClosed() throws Exception {
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      ReadView view = view(tables);
      for (int round = 0; round < 30; round++) {
        slow = true;
        try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, 9999, readAhead)) {
          for (int i = 0; i < 100 + 10 * round; i++) {
            assertThat(scan.next()).isTrue();
          }
          if (round % 3 == 0) {
            assertThat(scan.seek(Slice.utf8("key00001"))).isTrue();
            assertThat(reading.get()).isZero();
          }
        }
        assertThat(reading.get()).isZero();
        slow = false;
      }
    }
  }

  @Test
  void anInterruptStaysPendingAndChangesNothing() throws IOException {
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      ReadView view = view(tables);
      slow = true;
      try (MergeScan scan =
          new MergeScan(
              view, KeyRange.to(new byte[] {'k', 'e', 'y', '0', '1'}), false, 9999, readAhead)) {
        Thread.currentThread().interrupt();
        assertThat(count(scan)).isEqualTo(1000);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }
}

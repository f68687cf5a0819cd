package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.sstable.WatchedFormat;
import io.kodiak.engine.storage.FileInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compactions that are split into ranges of keys, and helped with by other threads. */
class SplitCompactionTest {
  private TableFixture table;
  private final List<Thread> helpers = new ArrayList<>();

  @BeforeEach
  void openTable(@TempDir Path directory) throws IOException {
    table = new TableFixture(directory);
    table.storage().ignoreForces();
  }

  @AfterEach
  void closeTable() throws IOException {
    table.close();
    assertThat(table.storage().openFiles()).isZero();
  }

  private void fill(int keys) throws IOException {
    for (int run = 1; run <= 3; run++) {
      List<Version> versions = new ArrayList<>();
      for (int i = run - 1; i < keys; i += run) {
        versions.add(put("%06d".formatted(i), run * 100_000L + i));
      }
      table.add(0, run, versions, Long.MAX_VALUE);
    }
  }

  /** Helps with the job in a thread of its own. */
  private void startHelper(CompactionJob job) {
    Thread helper =
        new Thread(
            () -> {
              while (job.help()) {
                Thread.onSpinWait();
              }
            });
    helper.start();
    helpers.add(helper);
  }

  private void joinHelpers() throws InterruptedException {
    for (Thread helper : helpers) {
      helper.join();
    }
  }

  @Test
  void splittingChangesNothingInWhatComesOut(@TempDir Path directory) throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 10; round++) {
      try (TableFixture fixture = new TableFixture(directory.resolve("round" + round))) {
        fixture.storage().ignoreForces();
        RandomRows rows = new RandomRows(random, random.nextInt(2, 400));
        for (int run = 1; run <= 4; run++) {
          fixture.add(0, run, rows.next(random.nextInt(1, 400)), 3000);
        }
        long[] snapshots = rows.snapshots(4);
        CompactionPlan plan = fixture.planAll(1, random.nextInt(300, 3000));
        CompactionResult whole = fixture.job(plan, snapshots).run();
        CompactionResult split = fixture.job(plan, snapshots).run(random.nextInt(2, 9), () -> {});
        assertThat(fixture.read(split.outputs())).isEqualTo(fixture.read(whole.outputs()));
      }
    }
  }

  @Test
  void splittingMakesNoFurtherFilesWhereBoundariesCutThem() throws IOException {
    fill(3000);
    List<Slice> boundaries = new ArrayList<>();
    for (int i = 100; i < 3000; i += 170) {
      boundaries.add(Slice.utf8("%06d".formatted(i)));
    }
    CompactionPlan all = table.planAll(1, 10_000);
    CompactionPlan plan =
        new CompactionPlan(all.inputs(), 1, all.targetBytes(), 1, boundaries, "test");
    AtomicInteger splits = new AtomicInteger();
    CompactionResult whole = table.job(plan).run();
    CompactionResult split = table.job(plan).run(3, splits::incrementAndGet);
    assertThat(splits).hasValue(1);
    assertThat(firstKeys(split)).isEqualTo(firstKeys(whole)).hasSize(boundaries.size() + 1);
  }

  private static List<Slice> firstKeys(CompactionResult result) {
    return result.outputs().stream().map(file -> file.meta().firstKey()).toList();
  }

  @Test
  void threadsThatHelpMergeAtTheSameTime() throws Exception {
    fill(3000);
    CompactionPlan plan = table.planAll(1, 4000);
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    CountDownLatch both = new CountDownLatch(2);
    // Neither thread gets beyond its first block before the other has come to its own.
    table.format(
        new WatchedFormat(
            () -> {
              if (readers.add(Thread.currentThread())) {
                both.countDown();
              }
              await(both);
            }));
    CompactionJob job = table.job(plan);
    CompactionResult result = job.run(4, () -> startHelper(job));
    joinHelpers();
    assertThat(readers).hasSize(2).contains(Thread.currentThread());
    assertThat(result.edit().removed()).hasSize(3);
    assertThat(result.edit().added()).hasSameSizeAs(result.outputs());
    assertThat(job.progress().bytesRead()).isEqualTo(job.progress().totalBytes());
    assertThat(job.progress().entriesRead()).isEqualTo(job.progress().totalEntries());
    assertThat(job.help()).isFalse();
    table.apply(result);
    assertThat(table.tree().runs()).hasSize(1);
    assertThat(table.filesOnDisk())
        .extracting(FileInfo::name)
        .containsExactlyInAnyOrderElementsOf(table.expectedFiles());
  }

  @Test
  void aSmallPlanIsNotOfferedToOtherThreads() throws IOException {
    fill(300);
    AtomicInteger offers = new AtomicInteger();
    CompactionJob job = table.job(table.planAll(1, 1 << 20));
    table.apply(job.run(8, offers::incrementAndGet));
    assertThat(offers).hasValue(0);
  }

  @Test
  void aFailureOfOnePartEndsAllAndLeavesNothing() throws Exception {
    fill(3000);
    List<FileInfo> before = table.filesOnDisk();
    CompactionPlan plan = table.planAll(1, 4000);
    Thread owner = Thread.currentThread();
    AtomicInteger ownBlocks = new AtomicInteger();
    CountDownLatch merging = new CountDownLatch(1);
    CountDownLatch failing = new CountDownLatch(1);
    AtomicReference<CompactionJob> job = new AtomicReference<>();
    table.format(
        new WatchedFormat(
            () -> {
              if (Thread.currentThread() != owner) {
                await(merging);
                failing.countDown();
                throw new IllegalStateException("the plug-in broke");
              }
              ownBlocks.incrementAndGet();
              merging.countDown();
              await(failing);
              awaitNoMoreParts(job.get());
            }));
    job.set(table.job(plan));
    Throwable thrown = catchThrowable(() -> job.get().run(4, () -> startHelper(job.get())));
    joinHelpers();
    assertThat(thrown)
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("the plug-in broke");
    assertThat(ownBlocks).as("blocks read after the failure").hasValue(1);
    assertThat(table.filesOnDisk()).isEqualTo(before);
  }

  @Test
  void cancellingEndsEveryPartBeforeItsNextBlock() throws Exception {
    fill(3000);
    List<FileInfo> before = table.filesOnDisk();
    CompactionPlan plan = table.planAll(1, 4000);
    CountDownLatch held = new CountDownLatch(40);
    CountDownLatch cancelled = new CountDownLatch(1);
    AtomicInteger blocks = new AtomicInteger();
    AtomicReference<CompactionJob> job = new AtomicReference<>();
    // Both threads merge for a while; then each waits in the middle of a block.
    table.format(
        new WatchedFormat(
            () -> {
              if (blocks.incrementAndGet() >= 40) {
                held.countDown();
                await(cancelled);
              }
              held.countDown();
            }));
    job.set(table.job(plan));
    Thread canceller =
        new Thread(
            () -> {
              await(held);
              job.get().cancel();
              cancelled.countDown();
            });
    canceller.start();
    assertThatThrownBy(() -> job.get().run(4, () -> startHelper(job.get())))
        .isInstanceOf(CancellationException.class);
    joinHelpers();
    canceller.join();
    assertThat(blocks).as("blocks read").hasValueLessThanOrEqualTo(41);
    assertThat(table.filesOnDisk()).isEqualTo(before);
    assertThat(job.get().help()).isFalse();
  }

  private static void awaitNoMoreParts(CompactionJob job) {
    while (job.canBeHelped()) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

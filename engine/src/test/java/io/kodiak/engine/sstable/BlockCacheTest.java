package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BlockCacheTest {
  private static LookupBlock block(int number) {
    return block(number, 1000);
  }

  private static LookupBlock block(int number, int valueBytes) {
    return new LookupBlock(Version.block(Version.put("k" + number, 1, "v".repeat(valueBytes))));
  }

  private static final long SIZE = block(0).heapBytes();

  @Test
  void findsWhatItWasOffered() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks blocks = cache.open(10, 1_000);
    assertThat(blocks.find(3)).isNull();
    LookupBlock block = block(3);
    blocks.offer(3, block);
    assertThat(blocks.find(3)).isSameAs(block);
    assertThat(blocks.peek(3)).isSameAs(block);
    assertThat(blocks.find(4)).isNull();
    assertThat(cache.hits()).isEqualTo(1);
    assertThat(cache.misses()).isEqualTo(2);
    assertThat(cache.blocks()).isEqualTo(1);
    assertThat(cache.bytes()).isEqualTo(block.heapBytes());
  }

  @Test
  void staysWithinItsBoundAndHoldsWhatItCounts() {
    SplittableRandom random = Seed.random(this);
    BlockCache cache = new BlockCache(50 * SIZE);
    List<CachedBlocks> tables = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tables.add(cache.open(100, 1_000));
    }
    for (int i = 0; i < 50_000; i++) {
      CachedBlocks table = tables.get(random.nextInt(tables.size()));
      int index = Math.min(random.nextInt(100), random.nextInt(100));
      if (table.find(index) == null) {
        table.offer(index, block(index));
      }
      if (random.nextInt(2000) == 0) {
        int closed = random.nextInt(tables.size());
        tables.get(closed).close();
        tables.set(closed, cache.open(100, 1_000));
      }
      assertThat(cache.bytes()).isLessThanOrEqualTo(cache.capacity());
    }
    assertThat(cache.bytes()).isGreaterThan(cache.capacity() - 3 * SIZE);
    long bytes = 0;
    for (CachedBlocks table : tables) {
      for (int i = 0; i < 100; i++) {
        LookupBlock held = table.peek(i);
        bytes += held == null ? 0 : held.heapBytes();
      }
    }
    assertThat(cache.bytes()).isEqualTo(bytes);
  }

  @Test
  void keepsWhatIsUsedWhileAScanPassesThrough() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks hot = cache.open(60, 1_000);
    CachedBlocks scanned = cache.open(100_000, 1_000);
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 60; i++) {
        if (hot.find(i) == null) {
          hot.offer(i, block(i));
        }
      }
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(scanned.find(i)).isNull();
      scanned.offer(i, block(i));
      if (i % 10 == 0) {
        hot.find(i / 10 % 60);
      }
    }
    int kept = 0;
    for (int i = 0; i < 60; i++) {
      kept += hot.peek(i) == null ? 0 : 1;
    }
    assertThat(kept).isEqualTo(60);
  }

  @Test
  void remembersWhatItDroppedTooSoon() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks blocks = cache.open(1000, 1_000);
    for (int i = 0; i < 150; i++) {
      blocks.offer(i, block(i));
    }
    assertThat(blocks.peek(0)).isNull();
    // It comes back soon after it was dropped, so it enters the main queue, and a scan does not
    // move it.
    blocks.offer(0, block(0));
    for (int i = 200; i < 900; i++) {
      blocks.offer(i, block(i));
    }
    assertThat(blocks.peek(0)).isNotNull();
    assertThat(blocks.peek(1)).isNull();
  }

  @Test
  void admitsAnythingWhileThereIsRoomAndThenWhatIsWantedASecondTime() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks blocks = cache.open(10_000, SIZE);
    for (int i = 0; i < 100; i++) {
      assertThat(blocks.admits(i)).isTrue();
      blocks.offer(i, block(7));
    }
    assertThat(blocks.admits(5_000)).isFalse();
    blocks.passed(5_000);
    assertThat(blocks.admits(5_000)).isTrue();
    assertThat(blocks.admits(5_001)).isFalse();
    for (int i = 0; i < 100; i++) {
      blocks.passed(6_000 + i);
    }
    assertThat(blocks.admits(5_000)).isTrue();
    blocks.passed(6_100);
    assertThat(blocks.admits(5_000)).isFalse();
  }

  @Test
  void whatIsWantedAgainLaterEntersTheMainQueueAndAtOnceTheSmallOne() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks blocks = cache.open(10_000, SIZE);
    for (int i = 0; i < 100; i++) {
      blocks.offer(i, block(7));
    }
    blocks.passed(5_000);
    for (int i = 0; i < 30; i++) {
      blocks.passed(6_000 + i);
    }
    blocks.passed(5_001);
    blocks.offer(5_000, block(7));
    blocks.offer(5_001, block(7));
    for (int i = 200; i < 900; i++) {
      blocks.offer(i, block(7));
    }
    assertThat(blocks.peek(5_000)).isNotNull();
    assertThat(blocks.peek(5_001)).isNull();
  }

  @Test
  void oneHugeBlockDoesNotKeepTheOthersOut() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks blocks = cache.open(10_000, 50 * SIZE);
    for (int i = 0; i < 100; i++) {
      blocks.offer(i, block(7));
    }
    blocks.offer(100, block(7, (int) (40 * SIZE)));
    assertThat(blocks.typicalBytes()).isEqualTo(SIZE);
    blocks.passed(5_000);
    assertThat(blocks.admits(5_000)).isTrue();
    blocks.offer(101, block(7, (int) (10 * SIZE)));
    assertThat(blocks.typicalBytes()).isEqualTo(2 * SIZE);
  }

  @Test
  void ofNoBytesAdmitsNothing() {
    CachedBlocks none = new BlockCache(0).open(5, 1_000);
    none.passed(0);
    assertThat(none.admits(0)).isFalse();
  }

  @Test
  void refusesWhatWouldTakeALargePartOfIt() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks blocks = cache.open(2, 1_000);
    blocks.offer(0, block(0, (int) (20 * SIZE)));
    assertThat(cache.blocks()).isZero();
  }

  @Test
  void ofNoBytesKeepsNothing() {
    BlockCache cache = new BlockCache(0);
    CachedBlocks blocks = cache.open(1, 1_000);
    blocks.offer(0, block(0));
    assertThat(blocks.find(0)).isNull();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void dropsTheBlocksOfAClosedTableAndTakesNoMore() {
    BlockCache cache = new BlockCache(100 * SIZE);
    CachedBlocks stays = cache.open(5, 1_000);
    CachedBlocks goes = cache.open(5, 1_000);
    for (int i = 0; i < 5; i++) {
      stays.offer(i, block(i));
      goes.offer(i, block(i));
    }
    goes.close();
    assertThat(cache.blocks()).isEqualTo(5);
    goes.offer(1, block(1));
    assertThat(goes.find(1)).isNull();
    assertThat(cache.blocks()).isEqualTo(5);
    assertThat(stays.peek(4)).isNotNull();
  }

  @Test
  void manyThreadsSeeOnlyTheRightBlocks() throws Exception {
    SplittableRandom seeds = Seed.random(this);
    BlockCache cache = new BlockCache(40 * SIZE);
    CachedBlocks shared = cache.open(200, 1_000);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        SplittableRandom random = seeds.split();
        running.add(
            pool.submit(
                () -> {
                  CachedBlocks own = cache.open(50, 1_000);
                  for (int i = 0; i < 50_000; i++) {
                    CachedBlocks table = random.nextInt(4) == 0 ? own : shared;
                    int index = random.nextInt(table.blockCount());
                    LookupBlock found = table.find(index);
                    if (found == null) {
                      table.offer(index, block(index));
                    } else {
                      assertThat(found.block().count()).isEqualTo(1);
                      assertThat(found.block().keyArray()[1])
                          .isEqualTo((byte) ("" + index).charAt(0));
                    }
                    if (i % 5000 == 4999) {
                      own.close();
                      own = cache.open(50, 1_000);
                    }
                  }
                  own.close();
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(cache.bytes()).isLessThanOrEqualTo(cache.capacity());
    shared.close();
    assertThat(cache.bytes()).isZero();
    assertThat(cache.blocks()).isZero();
  }
}

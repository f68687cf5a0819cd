package io.kodiak.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.MemoryStorage.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loses power at every call that changes a file, of writing and of recovery, and looks what is
 * left.
 */
class WalCrashTest {
  private static final int SEGMENT = 16 << 10;

  /** What must hold of the log that a crash leaves. */
  private record Image(MemoryStorage storage, long first, long forced, long appended) {}

  private int images;
  private int torn;
  private Random random = new Random(0);
  private long first = 1;
  private long forced;
  private long appended;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyCrashLeavesAPrefixWithAllThatWasForced(long seed) throws IOException {
    random = new Random(seed);
    MemoryStorage storage = new MemoryStorage();
    storage.createDirectory("wal");
    storage.watch((call, name) -> crash(storage, seed));
    write(storage);
    assertThat(images).isGreaterThan(1000);
    assertThat(torn).as("images with a torn tail").isPositive();
  }

  private void crash(MemoryStorage storage, long seed) throws IOException {
    for (Loss loss : Loss.values()) {
      images++;
      check(new Image(storage.crash(loss, random), first, forced, appended), seed);
    }
  }

  /** Writes, forces, deletes; reopens now and then, in good order or not. */
  private void write(MemoryStorage storage) throws IOException {
    Log log = Log.open(storage, Log.options(SEGMENT), first);
    for (int i = 0; i < 300; i++) {
      int length = random.nextInt(40) == 0 ? random.nextInt(40_000) : random.nextInt(2000);
      appended = log.sequence() + 1; // it may be found from the first call of the append on
      log.append(length);
      int next = random.nextInt(100);
      if (next < 30) {
        log.wal().force();
        forced = log.sequence();
      } else if (next < 34) {
        long keep = log.sequence() - random.nextInt(60);
        first = Math.max(first, log.wal().firstSegmentAfter(keep));
        log.wal().deleteBefore(first);
      } else if (next < 37) {
        log.wal().endSegment();
      } else if (next < 39) {
        if (next == 38) {
          log.close();
        }
        log = Log.open(storage, Log.options(SEGMENT), first);
        forced = log.sequence();
      }
    }
  }

  /** Recovers, also with a crash during that. */
  private void check(Image image, long seed) throws IOException {
    checkReplayIsDurable(image.storage().copy(), image.first());
    List<Image> again = new ArrayList<>();
    MemoryStorage storage = image.storage();
    storage.watch(
        (call, name) ->
            again.add(
                new Image(
                    storage.crash(Loss.ANY_LOST, random),
                    image.first(),
                    image.forced(),
                    image.appended())));
    List<String> recovered;
    try (Log log = Log.open(storage, Log.options(SEGMENT), image.first())) {
      recovered = log.recovered();
      torn += log.wal().report().bytesDropped() > 0 ? 1 : 0;
      checkRecovered(image, recovered, seed);
      for (Image crashed : again) {
        try (Log second = Log.open(crashed.storage(), Log.options(SEGMENT), image.first())) {
          checkRecovered(image, second.recovered(), seed);
        }
      }
      storage.watch((call, name) -> {});
      MemoryStorage powerless = storage.crash(Loss.ALL_LOST, random);
      try (Log second = Log.open(powerless, Log.options(SEGMENT), image.first())) {
        assertThat(second.recovered())
            .as("seed %s: what was recovered once is recovered after a loss of power", seed)
            .isEqualTo(recovered);
        goOn(second);
      }
    }
  }

  /** What was replayed may be flushed at once: so it must be found after a loss of power. */
  private void checkReplayIsDurable(MemoryStorage storage, long from) throws IOException {
    WriteAheadLog.open(
            storage,
            Log.options(SEGMENT),
            from,
            (segment, sequence, payload, offset, length) -> {
              if (random.nextInt(50) == 0) {
                MemoryStorage powerless = storage.crash(Loss.ALL_LOST, random);
                try (Log log = Log.open(powerless, Log.options(SEGMENT), from)) {
                  assertThat(log.sequence()).isGreaterThanOrEqualTo(sequence);
                }
              }
            })
        .close();
  }

  private static void goOn(Log log) throws IOException {
    log.append(5, 100);
    log.wal().force();
  }

  private static void checkRecovered(Image image, List<String> recovered, long seed) {
    long last = recovered.isEmpty() ? 0 : sequence(recovered.get(recovered.size() - 1));
    if (!recovered.isEmpty() || image.first() == 1) {
      assertThat(last)
          .as("seed %s: last sequence recovered", seed)
          .isBetween(image.forced(), image.appended());
    }
    for (int i = 0; i < recovered.size(); i++) {
      assertThat(sequence(recovered.get(i)))
          .as("seed %s: no gap", seed)
          .isEqualTo(last - recovered.size() + 1 + i);
    }
    if (image.first() == 1) {
      assertThat(recovered).as("seed %s: from the begin", seed).hasSize((int) last);
    }
  }

  private static long sequence(String payload) {
    return Long.parseLong(payload.substring(0, payload.indexOf(' ')));
  }
}

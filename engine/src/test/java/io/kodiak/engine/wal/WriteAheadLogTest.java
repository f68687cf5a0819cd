package io.kodiak.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.OutcomeUnknownException;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  private final MemoryStorage storage = new MemoryStorage();

  private static List<String> files(MemoryStorage storage) {
    return storage.list("wal").stream().map(FileInfo::baseName).toList();
  }

  @Test
  void aLogThatWasNeverWrittenToHasNoFilesAndRecoversNothing() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (Log log = Log.open(storage, 8192)) {
        assertThat(log.recovered()).isEmpty();
        assertThat(log.wal().activeSegment()).isEqualTo(1);
        assertThat(log.wal().firstSegment()).isEqualTo(1);
        assertThat(log.wal().bytes()).isZero();
        log.wal().force();
      }
      assertThat(storage.names()).isEmpty();
    }
  }

  @Test
  void recordsOfAnyLengthAreReplayedInOrderAcrossSegments() throws IOException {
    List<String> written = new ArrayList<>();
    try (Log log = Log.open(storage, 8192)) {
      for (int i = 0; i < 300; i++) {
        written.add(log.append(i * 7 % 500));
      }
      assertThat(log.wal().activeSegment()).isGreaterThan(5);
    }
    for (int i = 0; i < 3; i++) {
      try (Log log = Log.open(storage, 8192)) {
        assertThat(log.recovered()).isEqualTo(written);
        assertThat(log.wal().report().records()).isEqualTo(written.size());
        assertThat(log.wal().report().bytesDropped()).isZero();
        assertThat(log.wal().report().lastSequence()).isEqualTo(log.sequence());
        written.add(log.append(33));
      }
    }
  }

  @Test
  void aRecordCarriesARangeOfSequences() throws IOException {
    storage.createDirectory("wal");
    byte[] payload = {1, 2, 3};
    try (WriteAheadLog log =
        WriteAheadLog.open(storage, Log.options(8192), 1, (s, f, b, o, l) -> {})) {
      log.append(5, 104, payload, 0, 3);
      log.append(105, 105, payload, 3, 0);
      assertThatThrownBy(() -> log.append(105, 106, payload, 0, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("behind sequence 105");
      assertThatThrownBy(() -> log.append(107, 106, payload, 0, 3))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> log.append(200, 200, payload, 1, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    List<Long> firsts = new ArrayList<>();
    try (WriteAheadLog log =
        WriteAheadLog.open(storage, Log.options(8192), 1, (s, f, b, o, l) -> firsts.add(f))) {
      assertThat(firsts).containsExactly(5L, 105L);
      assertThat(log.report().lastSequence()).isEqualTo(105);
    }
  }

  @Test
  void aRecordThatDoesNotFitASegmentGetsOneOfItsOwn() throws IOException {
    List<String> written = new ArrayList<>();
    try (Log log = Log.open(storage, 8192)) {
      written.add(log.append(100));
      written.add(log.append(50_000));
      written.add(log.append(100));
      written.add(log.append(8192 - 64 - 32));
      written.add(log.append(8192 - 64 - 31));
      written.add(log.append(200_000));
      written.add(log.append(200_000));
      written.add(log.append(1));
      log.wal().force();
    }
    try (Log log = Log.open(storage, 8192)) {
      assertThat(log.recovered()).isEqualTo(written);
      log.trim(log.sequence());
      assertThat(storage.list("wal")).allMatch(file -> file.size() <= 8192);
    }
  }

  @Test
  void anEndedSegmentIsDroppedThoughNothingFollowedIt() throws IOException {
    long first;
    try (Log log = Log.open(storage, 8192)) {
      log.wal().endSegment();
      log.append(3, 100);
      assertThat(log.wal().isSegmentHalfFull()).isFalse();
      assertThat(log.trim(3)).as("the active segment stays").isEqualTo(1);
      log.wal().endSegment();
      log.wal().endSegment();
      first = log.trim(3);
      assertThat(first).isEqualTo(2);
      assertThat(log.wal().bytes()).isZero();
      assertThat(log.wal().firstSegment()).isEqualTo(2);
      try (Log recovered = Log.open(storage.copy(), Log.options(8192), first)) {
        assertThat(recovered.recovered()).isEmpty();
      }
      log.append(50, 100);
      assertThat(log.wal().isSegmentHalfFull()).isTrue();
    }
    try (Log log = Log.open(storage, Log.options(8192), first)) {
      assertThat(log.recovered()).isEqualTo(Log.payloads(53, 100).subList(3, 53));
    }
  }

  @Test
  void anEndedSegmentIsForcedWithWhatFollowsIt() throws IOException {
    try (Log log = Log.open(storage, 8192)) {
      log.append(3, 100);
      log.wal().endSegment();
      log.wal().force();
      MemoryStorage powerless = storage.crash(MemoryStorage.Loss.ALL_LOST, new Random(1));
      try (Log recovered = Log.open(powerless, 8192)) {
        assertThat(recovered.recovered()).isEqualTo(Log.payloads(3, 100));
        recovered.append(4);
      }
      log.append(2, 100);
      log.wal().force();
      powerless = storage.crash(MemoryStorage.Loss.ALL_LOST, new Random(2));
      try (Log recovered = Log.open(powerless, 8192)) {
        assertThat(recovered.recovered()).isEqualTo(Log.payloads(5, 100));
      }
    }
  }

  @Test
  void segmentsThatAreNotNeededAreWrittenOverAndTheirRecordsNeverComeBack() throws IOException {
    long first;
    try (Log log = Log.open(storage, 8192)) {
      for (int round = 0; round < 50; round++) {
        log.append(40, 64);
        log.wal().force();
        long keep = log.sequence() - 100;
        first = log.wal().firstSegmentAfter(keep);
        log.trim(keep);
        assertThat(log.wal().firstSegment()).isEqualTo(first);
        assertThat(files(storage).size()).isLessThan(8);
        try (Log recovered = Log.open(storage.copy(), Log.options(8192), first)) {
          assertThat(recovered.sequence()).isEqualTo(log.sequence());
          assertThat(recovered.recovered())
              .isEqualTo(tail(Log.payloads((int) log.sequence(), 64), recovered));
          assertThat(recovered.recovered().size()).isBetween(Math.min(100, 40 * round), 260);
        }
      }
      assertThat(log.wal().activeSegment()).isGreaterThan(20);
    }
  }

  private static List<String> tail(List<String> all, Log recovered) {
    return all.subList(all.size() - recovered.recovered().size(), all.size());
  }

  @Test
  void deletingKeepsEverySegmentThatHoldsALaterSequence() throws IOException {
    try (Log log = Log.open(storage, 4096)) {
      log.append(100, 200);
      long second = log.wal().firstSegmentAfter(30);
      assertThat(second).isGreaterThan(1);
      log.trim(0);
      assertThat(log.wal().firstSegment()).isEqualTo(1);
      log.trim(30);
      assertThat(log.wal().firstSegment()).isEqualTo(second);
      long before = log.wal().bytes();
      log.trim(log.sequence());
      assertThat(log.wal().firstSegment()).isEqualTo(log.wal().activeSegment());
      assertThat(log.wal().bytes()).isBetween(1L, before);
      log.append(1, 200);
    }
  }

  @Test
  void afterAllWasDeletedTheNextOpeningContinuesBehindIt() throws IOException {
    long first;
    try (Log log = Log.open(storage, 4096)) {
      log.append(50, 200);
    }
    try (Log log = Log.open(storage, 4096)) {
      first = log.wal().firstSegmentAfter(log.sequence());
      log.trim(log.sequence());
      assertThat(log.wal().bytes()).isZero();
    }
    storage.createDirectory("wal");
    List<String> replayed = new ArrayList<>();
    try (WriteAheadLog log =
        WriteAheadLog.open(
            storage,
            Log.options(4096),
            first,
            (s, f, b, o, l) -> replayed.add(String.valueOf(f)))) {
      assertThat(replayed).isEmpty();
      assertThat(log.activeSegment()).isGreaterThanOrEqualTo(first);
      log.append(51, 51, new byte[10], 0, 10);
    }
    try (WriteAheadLog log =
        WriteAheadLog.open(
            storage,
            Log.options(4096),
            first,
            (s, f, b, o, l) -> replayed.add(String.valueOf(f)))) {
      assertThat(replayed).containsExactly("51");
      assertThat(log.report().lastSequence()).isEqualTo(51);
    }
  }

  @Test
  void aForceThatFailsFailsEveryLaterCallWithTheSameReason() throws IOException {
    AtomicInteger forces = new AtomicInteger();
    Log log = Log.open(storage, 8192);
    log.append(5, 100);
    storage.watch(
        (call, name) -> {
          if (call.equals("force") && forces.incrementAndGet() == 1) {
            throw new IOException("planted");
          }
        });
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> log.wal().force())
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("unknown")
          .hasMessageContaining("planted");
      assertThatThrownBy(() -> log.append(10)).isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(forces).hasValue(1);
    log.close();
    assertThat(forces).as("forces after the failure").hasValue(1);
  }

  @Test
  void noSpaceFailsTheAppendThatNeedsASegmentAndTheNextOneTriesAgain() throws IOException {
    AtomicInteger refused = new AtomicInteger();
    try (Log log = Log.open(storage, 4096)) {
      log.append(3, 100);
      storage.watch(
          (call, name) -> {
            if (call.equals("createLog")) {
              refused.incrementAndGet();
              throw new IOException("No space left on device");
            }
          });
      int appended = 0;
      IOException failure = null;
      while (failure == null) {
        try {
          log.append(100);
          appended++;
        } catch (IOException e) {
          failure = e;
        }
      }
      assertThat(failure)
          .hasMessageContaining("No space left")
          .isNotInstanceOf(OutcomeUnknownException.class);
      assertThat(appended).isPositive();
      log.wal().force();
      assertThatThrownBy(() -> log.append(100)).hasMessageContaining("No space left");
      assertThatThrownBy(() -> log.append(100_000)).hasMessageContaining("No space left");
      assertThat(refused.get()).isGreaterThan(2);
      storage.watch((call, name) -> {});
      log.append(50, 100);
      log.wal().force();
      try (Log recovered = Log.open(storage.copy(), 4096)) {
        assertThat(recovered.recovered()).isEqualTo(Log.payloads((int) log.sequence(), 100));
      }
    }
  }

  @Test
  void aFileThatCannotBeDeletedOrRenamedDoesNoHarm() throws IOException {
    try (Log log = Log.open(storage, new WalOptions(4096, 4096, 1, Log.DIRECT), 1)) {
      log.append(200, 100);
      storage.watch(
          (call, name) -> {
            if (call.equals("delete")) {
              throw new IOException("planted");
            }
          });
      long first = log.wal().firstSegmentAfter(150);
      log.trim(150);
      log.append(100, 100);
      storage.watch((call, name) -> {});
      try (Log recovered = Log.open(storage.copy(), Log.options(4096), first)) {
        assertThat(recovered.sequence()).isEqualTo(300);
        assertThat(files(storage).size()).isGreaterThan(5);
      }
    }
  }

  @Test
  void filesAreClosedOnceTheyAreForcedOrNotNeeded() throws IOException {
    try (Log log = Log.open(storage, 4096)) {
      log.append(300, 100);
      assertThat(storage.openFiles()).isGreaterThan(5);
      log.trim(100);
      log.wal().force();
      assertThat(storage.openFiles()).as("the active segment and the next one").isEqualTo(2);
      log.append(300, 100);
      log.trim(log.sequence());
      assertThat(storage.openFiles()).isEqualTo(2);
    }
    assertThat(storage.openFiles()).isZero();
  }

  @Test
  void aLogThatCannotBeOpenedLeavesNoFileOpen() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(300, 100);
    log.wal().force();
    MemoryStorage damaged = storage.copy();
    damaged.delete("wal/000003.wal");
    assertThatThrownBy(() -> Log.open(damaged, 4096)).hasMessageContaining("is missing");
    assertThat(damaged.openFiles()).isZero();
    MemoryStorage refusing = storage.copy();
    assertThatThrownBy(
            () ->
                WriteAheadLog.open(
                    refusing,
                    Log.options(4096),
                    1,
                    (segment, sequence, payload, offset, length) -> {
                      throw new IOException("planted");
                    }))
        .hasMessage("planted");
    assertThat(refusing.openFiles()).isZero();
  }

  @Test
  void aClosedLogSaysSoAndClosesTwice() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(10);
    log.close();
    log.close();
    assertThatThrownBy(() -> log.append(10)).hasMessageContaining("closed");
    assertThatThrownBy(() -> log.wal().force()).hasMessageContaining("closed");
  }

  @Test
  void openingALogThatWasClosedInGoodOrderChangesNoFile() throws IOException {
    try (Log log = Log.open(storage, 8192)) {
      log.append(100, 100);
    }
    List<String> calls = new ArrayList<>();
    storage.watch((call, name) -> calls.add(call));
    try (Log log = Log.open(storage, 8192)) {
      assertThat(log.recovered()).hasSize(100);
    }
    assertThat(calls).containsOnly("createDirectory", "force");
  }

  @Test
  void theFirstSegmentIsSmallAndALargeOneFollowsOnlyWhenNeeded(@TempDir Path directory)
      throws IOException {
    LocalStorage local = new LocalStorage(directory, ReadMode.MAPPED);
    WalOptions options = new WalOptions(1 << 20, 16 << 10, 2, Log.DIRECT);
    try (Log log = Log.open(local, options, 1)) {
      log.append(1, 100);
      assertThat(local.list("wal")).hasSize(1).allMatch(file -> file.size() == 16 << 10);
      log.append(100, 100);
      assertThat(local.list("wal")).hasSize(2).anyMatch(file -> file.size() == 1 << 20);
      log.append(1000, 100);
      log.append(1, 500_000);
    }
    try (Log log = Log.open(local, options, 1)) {
      assertThat(log.recovered()).hasSize(1102);
    }
  }
}

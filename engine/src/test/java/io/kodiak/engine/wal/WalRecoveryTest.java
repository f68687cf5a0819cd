package io.kodiak.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.MemoryStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalRecoveryTest {
  private static final int LENGTH = 37;
  private static final int PADDING = 3;
  private static final int RECORD = 32 + LENGTH + PADDING;

  private final MemoryStorage storage = new MemoryStorage();

  private static List<String> first(int count) {
    return Log.payloads(count, LENGTH);
  }

  /** How many whole records are in the first bytes of a segment. */
  private static int whole(int bytes) {
    return Math.max(0, (bytes + PADDING - SegmentFormat.HEADER_BYTES) / RECORD);
  }

  @Test
  void theLastSegmentCutAtAnyLengthGivesThePrefixAndTheLogGoesOn() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(80, LENGTH);
    log.wal().force();
    int inFirst = (4096 - 64) / RECORD;
    byte[] last = storage.content("wal/000002.wal");
    assertThat(log.wal().activeSegment()).isEqualTo(2);
    for (int cut = 0; cut <= last.length; cut++) {
      MemoryStorage after = storage.copy();
      after.put("wal/000002.wal", Arrays.copyOf(last, cut));
      int expected = Math.min(80, inFirst + whole(cut));
      for (int again = 0; again < 2; again++) {
        try (Log recovered = Log.open(after, 4096)) {
          assertThat(recovered.recovered()).as("cut at %s", cut).isEqualTo(first(expected));
        }
      }
      try (Log recovered = Log.open(after, 4096)) {
        recovered.append(3, LENGTH);
      }
      try (Log recovered = Log.open(after, 4096)) {
        assertThat(recovered.recovered()).as("cut at %s", cut).isEqualTo(first(expected + 3));
      }
    }
  }

  @Test
  void aFileCutAroundTheEndOfARecordIsRecoveredFromARealDirectory(@TempDir Path directory)
      throws IOException {
    LocalStorage local = new LocalStorage(directory, ReadMode.MAPPED);
    Log log = Log.open(local, 4096);
    log.append(3, LENGTH);
    log.close();
    Path file = directory.resolve("wal/000001.wal");
    for (int cut = 64 + 2 * RECORD + 8; cut >= 64 + 2 * RECORD - 8; cut--) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(cut);
      }
      for (int again = 0; again < 2; again++) {
        try (Log recovered = Log.open(local, 4096)) {
          assertThat(recovered.recovered()).as("cut at %s", cut).isEqualTo(first(whole(cut)));
          assertThat(recovered.wal().report().bytesDropped()).isNotNegative();
        }
      }
    }
  }

  @Test
  void theLastSegmentZeroedFromAnyByteOnGivesThePrefix() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(30, LENGTH);
    log.wal().force();
    byte[] content = storage.content("wal/000001.wal");
    for (int from = 0; from < content.length; from++) {
      byte[] zeroed = Arrays.copyOf(Arrays.copyOf(content, from), content.length);
      MemoryStorage after = storage.copy();
      after.put("wal/000001.wal", zeroed);
      try (Log recovered = Log.open(after, 4096)) {
        // Zeros where zeros were change nothing, in the padding of the last record say.
        int expected = Arrays.equals(zeroed, content) ? 30 : Math.min(30, whole(from));
        assertThat(recovered.recovered()).as("zeros from %s", from).isEqualTo(first(expected));
        boolean trace = false;
        for (int at = 64 + expected * RECORD; at < from && expected < 30; at++) {
          trace |= content[at] != 0;
        }
        assertThat(recovered.wal().report().bytesDropped() > 0)
            .as("bytes dropped with zeros from %s", from)
            .isEqualTo(trace);
      }
    }
  }

  @Test
  void aFlipOfAnyByteIsRefusedOrCostsOnlyTheEnd() throws IOException {
    Log log = Log.open(storage, 4096);
    log.appendForced(30, LENGTH);
    byte[] content = storage.content("wal/000001.wal");
    int refused = 0;
    for (int at = 0; at < content.length; at++) {
      for (int flip : new int[] {1, 0x80, 0xff}) {
        byte[] flipped = content.clone();
        flipped[at] ^= (byte) flip;
        MemoryStorage after = storage.copy();
        after.put("wal/000001.wal", flipped);
        try (Log recovered = Log.open(after, 4096)) {
          // Only what no later force covers may be taken for a torn write: the last record.
          assertThat(recovered.recovered().size()).as("flip at %s", at).isBetween(29, 30);
          assertThat(recovered.recovered()).isEqualTo(first(recovered.recovered().size()));
        } catch (CorruptionException e) {
          refused++;
          assertThat(e.file()).isIn("wal/000001.wal", "wal/000000.wal");
          assertThat(e.offset()).isLessThanOrEqualTo(at);
        }
      }
    }
    assertThat(refused).isGreaterThan(3 * 29 * RECORD / 2);
  }

  @Test
  void afterAnOrderlyCloseNoDamageToARecordIsTakenForACrash() throws IOException {
    try (Log log = Log.open(storage, 4096)) {
      log.append(10, LENGTH);
    }
    byte[] content = storage.content("wal/000001.wal");
    for (int at = 0; at < 64 + 10 * RECORD; at++) {
      if (at >= 64 && (at - 64) % RECORD >= RECORD - PADDING) {
        continue;
      }
      byte[] flipped = content.clone();
      flipped[at] ^= 1;
      MemoryStorage after = storage.copy();
      after.put("wal/000001.wal", flipped);
      assertThatThrownBy(() -> Log.open(after, 4096))
          .as("flip at %s", at)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("000001.wal");
    }
  }

  @Test
  void damageInFrontOfAForcedRecordNamesFileAndOffset() throws IOException {
    Log log = Log.open(storage, 4096);
    log.appendForced(10, LENGTH);
    byte[] content = storage.content("wal/000001.wal");
    content[64 + 4 * RECORD + 50] ^= 1;
    storage.put("wal/000001.wal", content);
    assertThatThrownBy(() -> Log.open(storage, 4096))
        .isInstanceOfSatisfying(
            CorruptionException.class,
            e -> {
              assertThat(e.file()).isEqualTo("wal/000001.wal");
              assertThat(e.offset()).isEqualTo(64 + 4 * RECORD);
            })
        .hasMessageContaining("had been forced")
        .hasMessageContaining("nothing was changed");
  }

  @Test
  void wholeRecordsBehindATornOneAreLeftOutWhenNothingWasForced() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(10, LENGTH);
    byte[] content = storage.content("wal/000001.wal");
    content[64 + 4 * RECORD + 50] ^= 1;
    storage.put("wal/000001.wal", content);
    try (Log recovered = Log.open(storage, 4096)) {
      assertThat(recovered.recovered()).isEqualTo(first(4));
      assertThat(recovered.wal().report().bytesDropped()).isEqualTo(6 * RECORD);
      recovered.append(5, LENGTH);
      recovered.wal().force();
    }
    try (Log recovered = Log.open(storage, 4096)) {
      assertThat(recovered.recovered()).isEqualTo(first(9));
      assertThat(recovered.wal().report().bytesDropped()).isZero();
    }
  }

  @Test
  void wholeSegmentsBehindATornRecordAreLeftOutWhenNothingWasForced() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(300, LENGTH);
    assertThat(log.wal().activeSegment()).isGreaterThan(4);
    byte[] content = storage.content("wal/000002.wal");
    content[64 + 4 * RECORD + 50] ^= 1;
    storage.put("wal/000002.wal", content);
    int expected = (4096 - 64) / RECORD + 4;
    for (int again = 0; again < 2; again++) {
      try (Log recovered = Log.open(storage, 4096)) {
        assertThat(recovered.recovered()).isEqualTo(first(expected));
      }
    }
    try (Log recovered = Log.open(storage, 4096)) {
      recovered.append(100, LENGTH);
    }
    try (Log recovered = Log.open(storage, 4096)) {
      assertThat(recovered.recovered()).isEqualTo(first(expected + 100));
    }
  }

  @Test
  void damageToAnEarlierSegmentIsRefusedWhenALaterOneWasForced() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(300, LENGTH);
    log.wal().force();
    log.append(1, LENGTH);
    byte[] content = storage.content("wal/000002.wal");
    content[64 + 4 * RECORD + 50] ^= 1;
    storage.put("wal/000002.wal", content);
    assertThatThrownBy(() -> Log.open(storage, 4096))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("wal/000002.wal at byte " + (64 + 4 * RECORD));
  }

  @Test
  void aMissingSegmentIsRefused() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(300, LENGTH);
    log.wal().force();
    long active = log.wal().activeSegment();
    for (long missing = 1; missing < active; missing++) {
      MemoryStorage after = storage.copy();
      after.delete(FileNames.walSegment(missing));
      String name = FileNames.walSegment(missing);
      assertThatThrownBy(() -> Log.open(after, 4096))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("is missing");
    }
  }

  @Test
  void aShortPredecessorIsRefusedWhenItHadBeenForced() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(60, LENGTH);
    log.wal().force();
    log.append(1, LENGTH);
    assertThat(log.wal().activeSegment()).isEqualTo(2);
    byte[] content = storage.content("wal/000001.wal");
    for (int cut = 0; cut < 64 + 56 * RECORD - PADDING; cut += 5) {
      MemoryStorage after = storage.copy();
      after.put("wal/000001.wal", Arrays.copyOf(content, cut));
      assertThatThrownBy(() -> Log.open(after, 4096))
          .as("cut at %s", cut)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("wal/000001.wal");
    }
  }

  @Test
  void swappedAndForeignSegmentsAreRefused() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(300, LENGTH);
    log.wal().force();
    byte[] second = storage.content("wal/000002.wal");
    byte[] third = storage.content("wal/000003.wal");
    MemoryStorage swapped = storage.copy();
    swapped.put("wal/000002.wal", third);
    swapped.put("wal/000003.wal", second);
    assertThatThrownBy(() -> Log.open(swapped, 4096))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("under another name");
    MemoryStorage foreign = storage.copy();
    MemoryStorage other = new MemoryStorage();
    Log otherLog = Log.open(other, 4096);
    otherLog.append(300, LENGTH + 8);
    otherLog.wal().force();
    foreign.put("wal/000002.wal", other.content("wal/000002.wal"));
    assertThatThrownBy(() -> Log.open(foreign, 4096)).isInstanceOf(CorruptionException.class);
  }

  @Test
  void aPredecessorWithOtherRecordsOfTheSameLengthsIsRefused() throws IOException {
    MemoryStorage[] logs = {storage, new MemoryStorage()};
    for (int i = 0; i < logs.length; i++) {
      logs[i].createDirectory("wal");
      WriteAheadLog log = WriteAheadLog.open(logs[i], Log.options(4096), 1, (s, f, b, o, l) -> {});
      for (int sequence = 1; sequence <= 300; sequence++) {
        log.append(sequence, sequence, new byte[] {(byte) i}, 0, 1);
      }
      log.force();
    }
    storage.put("wal/000001.wal", logs[1].content("wal/000001.wal"));
    assertThatThrownBy(
            () -> WriteAheadLog.open(storage, Log.options(4096), 1, (s, f, b, o, l) -> {}))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("wal/000001.wal")
        .hasMessageContaining("not those that wal/000002.wal continues");
  }

  @Test
  void aRecordWithinAPayloadIsNeverTakenForOne() throws IOException {
    // The payload is the content of a segment of the same number: a log kept as a value.
    Log inner = Log.open(storage, 4096);
    inner.append(20, LENGTH);
    inner.wal().force();
    byte[] value = storage.content("wal/000001.wal");
    MemoryStorage outer = new MemoryStorage();
    outer.createDirectory("wal");
    WriteAheadLog log = WriteAheadLog.open(outer, Log.options(16_384), 1, (s, f, b, o, l) -> {});
    log.append(1, 1, value, 0, value.length);
    log.force();
    byte[] content = outer.content("wal/000001.wal");
    content[64 + 3] ^= 1;
    outer.put("wal/000001.wal", content);
    try (Log recovered = Log.open(outer, 16_384)) {
      assertThat(recovered.recovered()).isEmpty();
    }
  }

  @Test
  void hostileLengthsAllocateNothing() throws IOException {
    storage.createDirectory("wal");
    byte[] segment = new byte[4096];
    byte[] header =
        SegmentFormat.encode(
            new SegmentHeader(1, 0, Long.MAX_VALUE, -1, Long.MAX_VALUE, -1, false));
    System.arraycopy(header, 0, segment, 0, header.length);
    for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 4001, 1 << 30}) {
      byte[] record = new byte[SegmentFormat.RECORD_HEADER_BYTES];
      SegmentFormat.encodeRecord(record, new CRC32C(), 0, length, 1, 64, 1, 1, 0);
      System.arraycopy(record, 0, segment, 64, record.length);
      MemoryStorage hostile = new MemoryStorage();
      hostile.put("wal/000001.wal", segment);
      try (Log recovered = Log.open(hostile, 4096)) {
        assertThat(recovered.recovered()).isEmpty();
      }
    }
  }

  @Test
  void aSegmentOfALaterLayoutIsRefused() throws IOException {
    Log log = Log.open(storage, 4096);
    log.append(3, LENGTH);
    byte[] content = storage.content("wal/000001.wal");
    content[8] = 2;
    CRC32C crc = new CRC32C();
    crc.update(content, 0, 12);
    crc.update(content, 16, 48);
    for (int i = 0; i < 4; i++) {
      content[12 + i] = (byte) (crc.getValue() >>> (8 * i));
    }
    storage.put("wal/000001.wal", content);
    assertThatThrownBy(() -> Log.open(storage, 4096))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("does not know");
  }

  @Test
  void foreignFilesInTheDirectoryStay() throws IOException {
    storage.put("wal/notes.txt", new byte[10]);
    storage.put("wal/12.wal", new byte[10]);
    try (Log log = Log.open(storage, 4096)) {
      log.append(300, LENGTH);
      log.trim(300);
    }
    assertThat(storage.names()).contains("wal/notes.txt", "wal/12.wal");
  }
}

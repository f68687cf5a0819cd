package io.kodiak.assembly;

import static io.kodiak.assembly.TestDatabase.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.FilePin;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.PinnedFile;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;
  private final SetClock clock = new SetClock();

  private static final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("times have no zone here");
    }
  }

  private Database open() throws IOException {
    return TestDatabase.open(directory, options -> options.clock(clock), table -> {});
  }

  private static void fill(Table table, int from, int to) {
    for (int i = from; i < to; i++) {
      table.put(bytes("key%06d".formatted(i)), bytes("value %d of %d".formatted(i, from)));
    }
  }

  private static Map<Path, byte[]> content(FilePin pin) throws IOException {
    Map<Path, byte[]> content = new TreeMap<>();
    for (PinnedFile file : pin.files()) {
      content.put(file.path(), Files.readAllBytes(file.path()));
    }
    return content;
  }

  private static void assertContent(Map<Path, byte[]> expected) {
    expected.forEach((path, bytes) -> assertThat(path).hasBinaryContent(bytes));
  }

  private List<Path> pinned() throws IOException {
    Path pins = directory.resolve("pins");
    if (!Files.exists(pins)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(pins)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void pinnedFilesStayWhateverHappensToTheTable() throws IOException {
    Map<Path, byte[]> content;
    long id;
    try (Database db = open()) {
      Table table = db.table("t");
      fill(table, 0, 3_000);
      FilePin pin = table.pinFiles(HOUR);
      id = pin.id();
      assertThat(pin.table()).isEqualTo("t");
      assertThat(pin.created()).isEqualTo(clock.instant());
      assertThat(pin.expiry()).isEqualTo(clock.instant().plus(HOUR));
      assertThat(pin.files().stream().mapToLong(PinnedFile::entries).sum()).isEqualTo(3_000);
      content = content(pin);
      assertThat(content.keySet()).allMatch(Path::isAbsolute).isNotEmpty();
      fill(table, 0, 4_000);
      table.compact();
      assertContent(content);
    }
    assertContent(content);
    try (Database db = open()) {
      db.compact();
      assertContent(content);
      assertThat(db.verify(file -> {}).problems()).isEmpty();
      FilePin found = db.pins().get(0);
      assertThat(found.id()).isEqualTo(id);
      assertThat(content(found).keySet()).isEqualTo(content.keySet());
      found.close();
      found.close();
      assertThat(pinned()).isEmpty();
      assertThat(db.pins()).isEmpty();
      assertThat(db.verify(file -> {}).problems()).isEmpty();
    }
  }

  @Test
  void aPinIsReleasedByItsNumber() throws IOException {
    try (Database db = open()) {
      Table table = db.table("t");
      fill(table, 0, 10);
      FilePin first = table.pinFiles(HOUR);
      FilePin second = table.pinFiles(HOUR);
      assertThat(second.id()).as("at the same moment").isGreaterThan(first.id());
      assertThat(db.releasePin(first.id())).isTrue();
      assertThat(db.releasePin(first.id())).isFalse();
      assertThat(db.releasePin(5)).isFalse();
      assertThat(db.pins()).extracting(FilePin::id).containsExactly(second.id());
      assertThat(first.files().get(0).path()).doesNotExist();
      assertThat(second.files().get(0).path()).exists();
    }
  }

  @Test
  void anExpiredPinIsRemovedWhenTheDatabaseIsOpenOrOpened() throws IOException {
    FilePin longer;
    try (Database db = open()) {
      Table table = db.table("t");
      fill(table, 0, 10);
      FilePin shorter = table.pinFiles(Duration.ofMinutes(1));
      longer = table.pinFiles(Duration.ofMinutes(2));
      clock.now = clock.now.plusSeconds(60);
      assertThat(db.pins()).extracting(FilePin::id).containsExactly(longer.id());
      assertThat(shorter.files().get(0).path()).doesNotExist();
    }
    clock.now = clock.now.plusSeconds(59);
    try (Database db = open()) {
      assertThat(db.pins()).hasSize(1);
    }
    assertThat(longer.files().get(0).path()).exists();
    clock.now = clock.now.plusSeconds(1);
    try (Database db = open()) {
      assertThat(pinned()).isEmpty();
      assertThat(db.pins()).isEmpty();
    }
  }

  @Test
  void aRunningDatabaseRemovesExpiredPinsByItself() throws Exception {
    try (Database db = TestDatabase.open(directory)) {
      Table table = db.table("t");
      fill(table, 0, 10);
      table.pinFiles(HOUR);
      Path file = table.pinFiles(Duration.ofSeconds(1)).files().get(0).path();
      while (Files.exists(file)) {
        Thread.sleep(10);
      }
      assertThat(db.pins()).hasSize(1);
    }
  }

  @Test
  void pinningFlushesUnlessToldNotTo() throws IOException {
    try (Database db = open()) {
      Table table = db.table("t");
      fill(table, 0, 10);
      assertThat(table.pinFlushedFiles(HOUR).files()).isEmpty();
      assertThat(table.pinFiles(HOUR).files()).hasSize(1);
      fill(table, 10, 20);
      FilePin pin = table.pinFlushedFiles(HOUR);
      assertThat(pin.files()).extracting(PinnedFile::entries).containsExactly(10L);
    }
    try (Database db = open()) {
      assertThat(db.pins()).hasSize(3);
      assertThat(db.pins().get(0).files()).isEmpty();
    }
  }

  @Test
  void whetherAKeyIsThereTwiceIsKnown() throws IOException {
    try (Database db = open()) {
      Table table = db.table("t");
      assertThat(table.pinFiles(HOUR).hasOneRowPerKey()).as("no rows").isTrue();
      fill(table, 0, 10);
      assertThat(table.pinFiles(HOUR).hasOneRowPerKey()).as("each key once").isTrue();
      fill(table, 10, 20);
      assertThat(table.pinFiles(HOUR).hasOneRowPerKey()).as("two files apart").isTrue();
      fill(table, 5, 7);
      assertThat(table.pinFiles(HOUR).hasOneRowPerKey()).as("two files overlap").isFalse();
      try (Snapshot old = db.snapshot()) {
        fill(table, 3, 4);
        table.compact();
        assertThat(old.isClosed()).isFalse();
        FilePin pin = table.pinFiles(HOUR);
        assertThat(pin.files()).hasSize(1);
        assertThat(pin.hasOneRowPerKey()).as("an old version in the only file").isFalse();
      }
      fill(table, 3, 4);
      table.compact();
      FilePin pin = table.pinFiles(HOUR);
      assertThat(pin.hasOneRowPerKey()).as("merged").isTrue();
      assertThat(pin.files()).extracting(PinnedFile::tombstones).containsOnly(0L);
      assertThat(db.pins()).extracting(FilePin::hasOneRowPerKey).contains(true, false);
    }
  }

  @Test
  void filesArePinnedForASecondToThirtyDays() throws IOException {
    try (Database db = open()) {
      Table table = db.table("t");
      for (Duration wrong : List.of(Duration.ofMillis(999), Duration.ofDays(31), HOUR.negated())) {
        assertThatThrownBy(() -> table.pinFiles(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("1 second to 30 days");
      }
      assertThat(table.pinFiles(Duration.ofDays(30)).files()).isEmpty();
    }
  }

  @Test
  void nothingIsPinnedOrReleasedAfterTheEnd() throws IOException {
    Table table;
    FilePin pin;
    try (Database db = open()) {
      table = db.table("t");
      fill(table, 0, 10);
      pin = table.pinFiles(HOUR);
    }
    assertThatThrownBy(() -> table.pinFlushedFiles(HOUR)).isInstanceOf(KodiakException.class);
    assertThatThrownBy(pin::close).isInstanceOf(KodiakException.class);
    assertThat(pin.files().get(0).path()).exists();
  }

  @Test
  void withoutHardLinksNothingIsPinnedAndTheReasonIsSaid() throws IOException {
    FailingStorage storage = new FailingStorage(new LocalStorage(directory, ReadMode.MAPPED));
    try (Database db = TestDatabase.open(storage, options -> {}, table -> {})) {
      Table table = db.table("t");
      fill(table, 0, 10);
      db.flush();
      storage.shut(true);
      assertThatThrownBy(() -> table.pinFlushedFiles(HOUR))
          .isInstanceOf(KodiakException.class)
          .hasMessageContainingAll("table \"t\": pin files", "has no hard links")
          .extracting(e -> ((KodiakException) e).kind())
          .isEqualTo(KodiakException.Kind.IO);
      assertThat(directory.resolve("pins")).isEmptyDirectory();
      assertThat(db.pins()).isEmpty();
      storage.shut(false);
      assertThat(table.pinFiles(HOUR).files()).hasSize(1);
    }
  }

  @Test
  void filesArePinnedWhileOthersWriteAndCompact() throws Exception {
    try (Database db = open()) {
      Table table = db.table("t");
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; !stop.get(); i++) {
                  fill(table, i * 37 % 2_000, i * 37 % 2_000 + 300);
                  if (i % 3 == 0) {
                    table.compact();
                  }
                }
              });
      writer.start();
      try {
        for (int i = 0; i < 30; i++) {
          FilePin pin = table.pinFiles(HOUR);
          for (PinnedFile file : pin.files()) {
            assertThat(file.path()).hasSize(file.bytes());
          }
        }
      } finally {
        stop.set(true);
        writer.join();
      }
      for (FilePin pin : db.pins()) {
        for (PinnedFile file : pin.files()) {
          assertThat(file.path()).hasSize(file.bytes());
        }
        pin.close();
      }
      assertThat(directory.resolve("pins")).isEmptyDirectory();
    }
  }
}

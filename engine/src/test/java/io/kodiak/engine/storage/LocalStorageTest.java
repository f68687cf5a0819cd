package io.kodiak.engine.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStorageTest {
  @TempDir Path directory;
  private LocalStorage storage;

  @BeforeEach
  void open() {
    storage = new LocalStorage(directory, ReadMode.MAPPED);
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void write(String name, byte[] content) throws IOException {
    try (WritableFile file = storage.create(name)) {
      file.write(content, 0, content.length);
      file.force();
    }
  }

  @ParameterizedTest
  @EnumSource(ReadMode.class)
  void whatWasWrittenIsReadAtAnyPosition(ReadMode mode) throws IOException {
    byte[] content = random(300_000, 1);
    storage.createDirectory("tables/users");
    try (WritableFile file = storage.create("tables/users/000001.dat")) {
      file.write(content, 0, 10);
      assertThat(file.position()).isEqualTo(10);
      file.write(content, 10, content.length - 10);
      assertThat(file.position()).isEqualTo(content.length);
      file.force();
    }
    try (ReadableFile file = new LocalStorage(directory, mode).open("tables/users/000001.dat")) {
      assertThat(file.name()).isEqualTo("tables/users/000001.dat");
      assertThat(file.length()).isEqualTo(content.length);
      byte[] target = new byte[content.length + 7];
      file.read(0, target, 7, content.length);
      assertThat(target).endsWith(content);
      byte[] part = new byte[1000];
      file.read(299_000, part, 0, 1000);
      assertThat(part).isEqualTo(Arrays.copyOfRange(content, 299_000, 300_000));
      file.read(300_000, part, 0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(ReadMode.class)
  void readsOutsideOfTheFileAreRefused(ReadMode mode) throws IOException {
    write("f", new byte[100]);
    try (ReadableFile file = new LocalStorage(directory, mode).open("f")) {
      byte[] target = new byte[200];
      for (long position : new long[] {-1, 1, 100, 101, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> file.read(position, target, 0, 100))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("f")
            .hasMessageContaining("has 100");
      }
      assertThatThrownBy(() -> file.read(0, target, 150, 100))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ReadMode.class)
  void anEmptyFileCanBeRead(ReadMode mode) throws IOException {
    write("empty", new byte[0]);
    try (ReadableFile file = new LocalStorage(directory, mode).open("empty")) {
      assertThat(file.length()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(ReadMode.class)
  void aClosedFileSaysSo(ReadMode mode) throws IOException {
    write("f", new byte[100]);
    ReadableFile file = new LocalStorage(directory, mode).open("f");
    file.close();
    file.close();
    assertThatThrownBy(() -> file.read(0, new byte[1], 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("f is closed");
  }

  @Test
  void aFileOfSeveralMappingsReadsAcrossTheirEdges() throws IOException {
    byte[] content = random(10 * 4096 + 17, 2);
    write("f", content);
    try (MappedReadableFile file = new MappedReadableFile(directory.resolve("f"), "f", 4096)) {
      assertThat(file.length()).isEqualTo(content.length);
      byte[] all = new byte[content.length];
      file.read(0, all, 0, all.length);
      assertThat(all).isEqualTo(content);
      for (int at = 4090; at < content.length - 5000; at += 4096) {
        byte[] part = new byte[5000];
        file.read(at, part, 0, part.length);
        assertThat(part).isEqualTo(Arrays.copyOfRange(content, at, at + 5000));
      }
    }
  }

  @Test
  void aFileThatIsTruncatedUnderItsMappingIsAnErrorAndNoCrash() throws IOException {
    write("f", random(1 << 20, 3));
    try (ReadableFile file = storage.open("f")) {
      try (var channel = FileChannel.open(directory.resolve("f"), StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      byte[] page = new byte[4096];
      assertThat(faults(() -> file.read(500_000, page, 0, 4096))).isTrue();
    }
  }

  private interface Access {
    void run() throws IOException;
  }

  /** Whether an access to a mapping fails; the JVM is free to say so a few accesses later. */
  private static boolean faults(Access access) {
    for (int i = 0; i < 100_000; i++) {
      try {
        access.run();
      } catch (IOException | InternalError e) {
        return true;
      }
    }
    return false;
  }

  @Test
  void creatingDoesNotTouchAFileThatIsThere() throws IOException {
    write("f", "old".getBytes(UTF_8));
    assertThatThrownBy(() -> storage.create("f")).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> storage.createLog("f", 4096))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.readString(directory.resolve("f"))).isEqualTo("old");
  }

  @Test
  void openingNamesTheFileThatIsMissing() {
    assertThatThrownBy(() -> storage.open("tables/x/000001.dat"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("000001.dat");
    assertThatThrownBy(() -> storage.openLog("wal/000001.wal"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("000001.wal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "a/../b",
        "/etc/passwd",
        "a//b",
        "a/",
        ".",
        "a/.hidden",
        "-x",
        "a\\b",
        "a b",
        "C:x",
        "nul\u0000",
        "ä"
      })
  void namesThatCouldLeadElsewhereAreRefused(String name) {
    assertThatThrownBy(() -> storage.create(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.open(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.delete(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.list(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.rename("a", name))
        .isInstanceOfAny(IllegalArgumentException.class, NoSuchFileException.class);
  }

  @Test
  void symbolicLinksWithinTheDatabaseAreRefused(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("000001.dat"), "foreign");
    Files.createSymbolicLink(directory.resolve("link.dat"), outside.resolve("000001.dat"));
    Files.createSymbolicLink(directory.resolve("tables"), outside);
    assertThatThrownBy(() -> storage.open("link.dat")).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> storage.openLog("link.dat")).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> storage.create("link.dat"))
        .isInstanceOf(FileAlreadyExistsException.class);
    for (String name : new String[] {"tables/000001.dat", "tables/000002.dat"}) {
      assertThatThrownBy(() -> storage.open(name)).hasMessageContaining("symbolic link");
      assertThatThrownBy(() -> storage.create(name)).hasMessageContaining("symbolic link");
      assertThatThrownBy(() -> storage.delete(name)).hasMessageContaining("symbolic link");
    }
    assertThat(outside.resolve("000001.dat")).hasContent("foreign");
    assertThat(storage.delete("link.dat")).isTrue();
    assertThat(outside.resolve("000001.dat")).exists();
  }

  @Test
  void aDatabaseMayBeReachedThroughALink(@TempDir Path elsewhere) throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("db"), directory);
    LocalStorage linked = new LocalStorage(link, ReadMode.MAPPED);
    linked.createDirectory("");
    linked.createDirectory("wal");
    try (WritableFile file = linked.create("wal/x")) {
      file.force();
    }
    linked.forceDirectory("wal");
    assertThat(directory.resolve("wal/x")).exists();
  }

  @Test
  void directoriesAreCreatedWithThoseTheyLieIn() throws IOException {
    LocalStorage deep = new LocalStorage(directory.resolve("a/b/c"), ReadMode.MAPPED);
    assertThat(deep.list("")).isEmpty();
    deep.createDirectory("");
    deep.createDirectory("tables/users");
    deep.createDirectory("tables/users");
    assertThat(directory.resolve("a/b/c/tables/users")).isDirectory();
    write("plain", new byte[1]);
    assertThatThrownBy(() -> storage.createDirectory("plain/x"))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessageContaining("plain");
  }

  @Test
  void listingNamesFilesAndDirectoriesInOrder() throws IOException {
    storage.createDirectory("wal");
    write("wal/000002.wal", new byte[5]);
    write("wal/000001.wal", new byte[3]);
    assertThat(storage.list("")).containsExactly(new FileInfo("wal", 0, true));
    assertThat(storage.list("wal"))
        .containsExactly(
            new FileInfo("wal/000001.wal", 3, false), new FileInfo("wal/000002.wal", 5, false));
    assertThat(storage.list("wal").get(0).baseName()).isEqualTo("000001.wal");
    assertThat(storage.list("none")).isEmpty();
  }

  @Test
  void renamingReplacesAndDeletingTellsWhetherThereWasAFile() throws IOException {
    write("a", "new".getBytes(UTF_8));
    write("b", "old".getBytes(UTF_8));
    storage.rename("a", "b");
    storage.forceDirectory("");
    assertThat(directory.resolve("b")).hasContent("new");
    assertThat(directory.resolve("a")).doesNotExist();
    assertThat(storage.delete("b")).isTrue();
    assertThat(storage.delete("b")).isFalse();
    assertThatThrownBy(() -> storage.rename("b", "c")).isInstanceOf(NoSuchFileException.class);
    storage.createDirectory("wal");
    assertThatThrownBy(() -> storage.delete("wal")).hasMessageContaining("directory");
  }

  @Test
  void aLogIsAllZerosAndKeepsWhatIsWritten() throws IOException {
    byte[] content = random(5000, 4);
    try (LogFile log = storage.createLog("log", 100_000)) {
      assertThat(log.size()).isEqualTo(100_000);
      byte[] all = new byte[100_000];
      log.read(0, all, 0, all.length);
      assertThat(all).containsOnly(0);
      log.write(77_777, content, 100, 4000);
      log.force(77_777, 81_777);
      log.force(0, 0);
      assertThatThrownBy(() -> log.write(99_999, content, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> log.read(99_999, content, 0, 2))
          .isInstanceOf(CorruptionException.class);
    }
    assertThat(Files.size(directory.resolve("log"))).isEqualTo(100_000);
    try (LogFile log = storage.openLog("log")) {
      assertThat(log.size()).isEqualTo(100_000);
      byte[] part = new byte[4000];
      log.read(77_777, part, 0, 4000);
      assertThat(part).isEqualTo(Arrays.copyOfRange(content, 100, 4100));
    }
  }

  @Test
  void aClosedLogSaysSo() throws IOException {
    LogFile log = storage.createLog("log", 4096);
    log.close();
    log.close();
    byte[] part = new byte[1];
    assertThatThrownBy(() -> log.write(0, part, 0, 1)).hasMessage("log is closed");
    assertThatThrownBy(() -> log.read(0, part, 0, 1)).hasMessage("log is closed");
    assertThatThrownBy(() -> log.force(0, 1))
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("log is closed");
  }

  @Test
  void aLogThatIsTruncatedUnderItsMappingIsAnErrorAndNoCrash() throws IOException {
    try (LogFile log = storage.createLog("log", 1 << 20)) {
      try (var channel = FileChannel.open(directory.resolve("log"), StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      byte[] page = new byte[4096];
      assertThatThrownBy(() -> log.read(500_000, page, 0, 4096))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("log at byte 500000");
      assertThat(faults(() -> log.write(500_000, page, 0, 4096))).isTrue();
    }
  }

  @Test
  void aLogWithoutASizeIsRefused() throws IOException {
    assertThatThrownBy(() -> storage.createLog("log", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.createLog("log", LogFile.MAX_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class);
    write("empty", new byte[0]);
    assertThatThrownBy(() -> storage.openLog("empty")).hasMessageContaining("empty");
    assertThat(directory.resolve("log")).doesNotExist();
  }

  @Test
  void closingAMappedFileGivesItsAddressSpaceBack() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    Assumptions.assumeTrue(Files.exists(maps));
    write("mapped-file", new byte[1 << 16]);
    ReadableFile file = storage.open("mapped-file");
    try (Stream<String> lines = Files.lines(maps)) {
      assertThat(lines.anyMatch(line -> line.endsWith("mapped-file"))).isTrue();
    }
    file.close();
    try (Stream<String> lines = Files.lines(maps)) {
      assertThat(lines.noneMatch(line -> line.endsWith("mapped-file"))).isTrue();
    }
  }

  @Test
  void usableSpaceIsThatOfTheFileSystem() throws IOException {
    assertThat(storage.usableSpace()).isPositive();
    assertThat(storage.describe()).isEqualTo(directory.toString());
  }

  @Test
  void aLinkIsTheSameFileAndOutlivesTheFirstName() throws IOException {
    storage.createDirectory("tables/t");
    storage.createDirectory("pins/000001/t");
    write("tables/t/000001.dat", new byte[] {1, 2, 3});
    storage.link("tables/t/000001.dat", "pins/000001/t/000001.dat");
    assertThat(
            Files.isSameFile(
                Path.of(storage.location("tables/t/000001.dat")),
                Path.of(storage.location("pins/000001/t/000001.dat"))))
        .isTrue();
    assertThatThrownBy(() -> storage.link("tables/t/000001.dat", "pins/000001/t/000001.dat"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> storage.link("tables/t/000002.dat", "pins/000001/t/000002.dat"))
        .isInstanceOf(NoSuchFileException.class);
    storage.delete("tables/t/000001.dat");
    assertThat(storage.list("pins/000001/t").get(0).size()).isEqualTo(3);
  }

  @Test
  void onlyAnEmptyDirectoryIsDeleted() throws IOException {
    storage.createDirectory("pins/000001");
    assertThat(storage.deleteDirectory("pins")).isFalse();
    assertThat(storage.deleteDirectory("pins/000001")).isTrue();
    assertThat(storage.deleteDirectory("pins/000001")).isFalse();
    write("file", new byte[1]);
    assertThatThrownBy(() -> storage.deleteDirectory("file"))
        .isInstanceOf(NotDirectoryException.class);
    assertThat(storage.list("")).hasSize(2);
  }
}

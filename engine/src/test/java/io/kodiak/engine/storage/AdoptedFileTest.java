package io.kodiak.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptedFileTest {
  private static final byte[] CONTENT = {1, 2, 3, 4};

  @TempDir Path directory;
  private LocalStorage storage;
  private Path source;
  private Path target;

  @BeforeEach
  void open() throws IOException {
    Path database = Files.createDirectory(directory.resolve("db"));
    storage = new LocalStorage(database, ReadMode.MAPPED);
    source = Files.write(directory.resolve("source"), CONTENT);
    target = database.resolve("a");
  }

  @Test
  void aLinkSharesItsBytesWithTheSourceAndOutlivesIt() throws IOException {
    assertThat(storage.adopt(source, "a", true)).isTrue();
    assertThat(Files.isSameFile(source, target)).isTrue();
    Files.delete(source);
    assertThat(Files.readAllBytes(target)).isEqualTo(CONTENT);
  }

  @Test
  void aCopyHasBytesOfItsOwn() throws IOException {
    assertThat(storage.adopt(source, "a", false)).isFalse();
    Files.write(source, new byte[] {9});
    assertThat(Files.readAllBytes(target)).isEqualTo(CONTENT);
  }

  @Test
  void aSymbolicLinkIsFollowed() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), source);
    assertThat(storage.adopt(link, "a", true)).isTrue();
    assertThat(Files.isSymbolicLink(target)).isFalse();
    assertThat(Files.isSameFile(source, target)).isTrue();
  }

  @Test
  void aFileThatIsThereStays() throws IOException {
    Files.write(target, new byte[] {7});
    for (boolean link : new boolean[] {true, false}) {
      assertThatThrownBy(() -> storage.adopt(source, "a", link))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(Files.readAllBytes(target)).isEqualTo(new byte[] {7});
    }
  }

  @Test
  void whatIsMissingOrNoPlainFileIsRefusedByName() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> storage.adopt(missing, "a", true))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> storage.adopt(directory, "a", true))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is not a plain file");
    assertThat(target).doesNotExist();
  }
}

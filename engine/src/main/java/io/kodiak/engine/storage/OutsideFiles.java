package io.kodiak.engine.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files that belong to no database: the user names them by paths of any form. */
public final class OutsideFiles {
  private OutsideFiles() {}

  /** Whether there is anything of that name. */
  public static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Creates a file and opens it for writing. Its name is durable.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is a file of that name
   * @throws java.nio.file.NoSuchFileException when its directory is not there
   */
  public static WritableFile create(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    WritableFile created = LocalWritableFile.create(absolute, file.toString());
    Path parent = absolute.getParent();
    if (parent != null) {
      try {
        LocalStorage.force(parent);
      } catch (IOException e) {
        created.close();
        Files.deleteIfExists(absolute);
        throw e;
      }
    }
    return created;
  }

  /** Deletes a file, if there is one. */
  public static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Opens a file for reading.
   *
   * @param file a plain file, or a symbolic link to one
   * @throws java.nio.file.NoSuchFileException when there is no such file
   */
  public static ReadableFile open(Path file) throws IOException {
    Path real = file.toRealPath();
    // Opening anything else may wait for ever.
    if (!Files.isRegularFile(real)) {
      throw new FileSystemException(file.toString(), null, "is not a plain file");
    }
    return new PositionedReadableFile(real, file.toString());
  }
}

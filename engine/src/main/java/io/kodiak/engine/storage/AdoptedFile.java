package io.kodiak.engine.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a file from anywhere into the directory of a database, by a hard link or as a copy. */
final class AdoptedFile {
  private static final Logger LOG = LoggerFactory.getLogger(AdoptedFile.class);

  private AdoptedFile() {}

  /**
   * Links or copies, and forces.
   *
   * @return whether it was linked
   */
  static boolean adopt(Path source, Path target, boolean link) throws IOException {
    // A hard link to a symbolic link would be one more symbolic link.
    Path real = source.toRealPath();
    if (!Files.isRegularFile(real)) {
      throw new FileSystemException(source.toString(), null, "is not a plain file");
    }
    boolean linked = link && isLinked(real, target);
    boolean done = false;
    try {
      if (!linked) {
        Files.copy(real, target);
      }
      force(target);
      done = true;
      return linked;
    } catch (FileAlreadyExistsException e) {
      done = true; // it is someone else's
      throw e;
    } finally {
      if (!done) {
        Files.deleteIfExists(target);
      }
    }
  }

  /**
   * Tries to link: another device, no such right, too many links, or no links at all prevent it.
   */
  private static boolean isLinked(Path source, Path target) throws IOException {
    try {
      Files.createLink(target, source);
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} cannot be linked to {}; it is copied", source, target, e);
      return false;
    }
  }

  private static void force(Path file) throws IOException {
    Uninterrupted.run(
        () -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
            return file;
          }
        });
  }
}

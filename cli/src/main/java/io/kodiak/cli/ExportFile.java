package io.kodiak.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name when it is whole, and not before: it is written beside under
 * another name, forced, and renamed. An older file of the name stays until then.
 */
final class ExportFile implements Closeable {
  private static final int BUFFER = 256 << 10;

  private final Path file;
  private final Path part;
  private final FileOutputStream target;
  private final OutputStream buffer;
  private final @Nullable GZIPOutputStream gzip;
  private final OutputStream stream;

  private ExportFile(Path file, Path part, boolean compressed) throws IOException {
    this.file = file;
    this.part = part;
    target = new FileOutputStream(part.toFile());
    buffer = new BufferedOutputStream(target, BUFFER);
    gzip = compressed ? new GZIPOutputStream(buffer) : null;
    stream = gzip == null ? buffer : new BufferedOutputStream(gzip, BUFFER);
  }

  /**
   * Begins the file.
   *
   * @param compressed whether by gzip
   */
  static ExportFile create(Path name, boolean compressed) throws IOException {
    // The file itself is replaced, not a symbolic link to it.
    Path file = Files.exists(name) ? name.toRealPath() : name.toAbsolutePath();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          name + ": it is a folder or a device; to write into a pipe, export to - instead");
    }
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(name + ": there is no folder " + folder + "; make it first");
    }
    String random = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    Path part = folder.resolve(file.getFileName() + "." + random + ".part");
    try {
      Files.createFile(part);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(part + ": another export writes it; repeat this one", e);
    }
    // When the process is asked to end meanwhile; the rename takes the name away.
    part.toFile().deleteOnExit();
    return new ExportFile(file, part, compressed);
  }

  /** Where its bytes go. */
  OutputStream stream() {
    return stream;
  }

  /** The file is whole: gives it its name. */
  void commit() throws IOException {
    stream.flush();
    if (gzip != null) {
      gzip.finish();
    }
    buffer.flush();
    target.getFD().sync();
    target.close();
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    try {
      target.close();
    } finally {
      Files.deleteIfExists(part);
    }
  }
}

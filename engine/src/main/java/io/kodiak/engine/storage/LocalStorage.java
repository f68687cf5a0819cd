package io.kodiak.engine.storage;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * A directory of the local file system.
 *
 * <p>The directory itself may be reached through symbolic links; within it there must be none, so
 * that nothing outside of it is ever read, written over or deleted.
 */
public final class LocalStorage implements Storage {
  /** Windows can neither open a directory nor needs to: it journals its entries. */
  private static final boolean DIRECTORIES_OPEN = File.separatorChar == '/';

  private final Path directory;
  private final ReadMode mode;

  /**
   * A storage in {@code directory}, which need not exist yet: see {@link #createDirectory}.
   *
   * @param mode how finished files are read
   */
  public LocalStorage(Path directory, ReadMode mode) {
    this.directory = directory.toAbsolutePath().normalize();
    this.mode = mode;
  }

  @Override
  public String describe() {
    return directory.toString();
  }

  @Override
  public String location(String name) {
    return directory.resolve(FileNames.checked(name)).toString();
  }

  @Override
  public WritableFile create(String name) throws IOException {
    return LocalWritableFile.create(path(name), name);
  }

  @Override
  public boolean adopt(Path source, String name, boolean link) throws IOException {
    return AdoptedFile.adopt(source, path(name), link);
  }

  @Override
  public ReadableFile open(String name) throws IOException {
    Path path = plainFile(name);
    if (mode == ReadMode.POSITIONED) {
      return new PositionedReadableFile(path, name);
    }
    try {
      return new MappedReadableFile(path, name, MappedReadableFile.WINDOW);
    } catch (IOException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        // No address space or no more mappings: slower is better than not at all.
        return new PositionedReadableFile(path, name);
      }
      throw e;
    }
  }

  @Override
  public LogFile createLog(String name, long size) throws IOException {
    return LocalLogFile.create(path(name), name, size);
  }

  @Override
  public LogFile openLog(String name) throws IOException {
    return LocalLogFile.open(plainFile(name), name);
  }

  @Override
  public List<FileInfo> list(String name) throws IOException {
    Path listed = path(name);
    String prefix = name.isEmpty() ? "" : name + "/";
    List<FileInfo> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(listed)) {
      for (Path entry : entries) {
        BasicFileAttributes attributes;
        try {
          attributes = attributes(entry);
        } catch (NoSuchFileException e) {
          continue; // deleted since the directory was read
        }
        boolean isDirectory = attributes.isDirectory();
        found.add(
            new FileInfo(
                prefix + entry.getFileName(), isDirectory ? 0 : attributes.size(), isDirectory));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparing(FileInfo::name));
    return List.copyOf(found);
  }

  @Override
  public void createDirectory(String name) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path ancestor = path(name);
    while (ancestor != null && !Files.isDirectory(ancestor)) {
      if (Files.exists(ancestor, LinkOption.NOFOLLOW_LINKS)) {
        throw new NotDirectoryException(ancestor.toString());
      }
      missing.push(ancestor);
      ancestor = ancestor.getParent();
    }
    for (Path next : missing) {
      Files.createDirectory(next);
      Path parent = next.getParent();
      if (parent != null) {
        force(parent);
      }
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(plainFile(from), path(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void link(String existing, String name) throws IOException {
    Path file = plainFile(existing);
    try {
      Files.createLink(path(name), file);
    } catch (UnsupportedOperationException e) {
      throw new IOException(name + ": the file system of " + directory + " has no hard links", e);
    }
  }

  @Override
  public boolean deleteDirectory(String name) throws IOException {
    Path path = path(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(path.toString());
    }
    try {
      return Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  @Override
  public boolean delete(String name) throws IOException {
    Path path = path(name);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(path.toString(), null, "is a directory, not a file");
    }
    return Files.deleteIfExists(path);
  }

  @Override
  public void forceDirectory(String name) throws IOException {
    force(path(name));
  }

  static void force(Path directory) throws IOException {
    if (!DIRECTORIES_OPEN) {
      return;
    }
    Uninterrupted.run(
        () -> {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return directory;
          }
        });
  }

  @Override
  public Closeable lock(String name) throws IOException {
    path(name);
    return DirectoryLock.take(directory, name);
  }

  @Override
  public long usableSpace() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Closes nothing: each file is closed by who opened it. */
  @Override
  public void close() {}

  /** Where a name leads; refuses names, and directories, that could lead elsewhere. */
  private Path path(String name) throws IOException {
    if (name.isEmpty()) {
      return directory;
    }
    Path path = directory;
    String[] parts = FileNames.checked(name).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0 && Files.isSymbolicLink(path)) {
        throw link(path);
      }
      path = path.resolve(parts[i]);
    }
    return path;
  }

  private Path plainFile(String name) throws IOException {
    Path path = path(name);
    BasicFileAttributes attributes = attributes(path);
    if (attributes.isSymbolicLink()) {
      throw link(path);
    }
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "is not a plain file");
    }
    return path;
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static IOException link(Path path) {
    return new FileSystemException(
        path.toString(), null, "is a symbolic link; a database consists of plain files only");
  }
}

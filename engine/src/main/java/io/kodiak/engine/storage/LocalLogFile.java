package io.kodiak.engine.storage;

import io.kodiak.api.CorruptionException;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A log file that is written through one mapping, and read through a descriptor.
 *
 * <p>When a disk cannot read a page of a mapping, the JVM reports it some time later, or the caller
 * sees zeros first. A log that is recovered must not take these for its end, so it is read by
 * system calls, whose errors are exact. Both ways see the same pages of the operating system's
 * cache.
 */
final class LocalLogFile implements LogFile {
  private final Path path;
  private final String name;
  private final long size;
  private volatile @Nullable MappedByteBuffer map;
  private @Nullable RandomAccessFile reader;

  private LocalLogFile(Path path, String name, MappedByteBuffer map) {
    this.path = path;
    this.name = name;
    this.size = map.capacity();
    this.map = map;
  }

  static LocalLogFile open(Path path, String name) throws IOException {
    return new LocalLogFile(path, name, Mappings.readWrite(path));
  }

  static LocalLogFile create(Path path, String name, long size) throws IOException {
    if (size < 1 || size > MAX_BYTES) {
      throw new IllegalArgumentException(
          name + ": a log file of " + size + " bytes; must be from 1 to " + MAX_BYTES);
    }
    Files.createFile(path);
    try {
      // A hole would do for the mapping, but the disk may be full when it is first written to, and
      // then the JVM gets a signal instead of an error. So every byte is written.
      fill(path, size);
      return open(path, name);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private static void fill(Path path, long size) throws IOException {
    try (FileOutputStream stream = new FileOutputStream(path.toFile())) {
      byte[] zeros = new byte[64 << 10];
      for (long done = 0; done < size; done += zeros.length) {
        stream.write(zeros, 0, (int) Math.min(zeros.length, size - done));
      }
      stream.getFD().sync();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    try {
      mapped().put(Math.toIntExact(position), source, offset, length);
    } catch (InternalError e) {
      throw Mappings.fault(name, position, e);
    }
  }

  @Override
  public synchronized void read(long position, byte[] target, int offset, int length)
      throws IOException {
    mapped();
    MappedReadableFile.checkRange(name, position, length, size);
    RandomAccessFile from = reader;
    if (from == null) {
      from = new RandomAccessFile(path.toFile(), "r");
      reader = from;
    }
    try {
      from.seek(position);
      from.readFully(target, offset, length);
    } catch (EOFException e) {
      throw new CorruptionException(
          name, position, "the file ends before byte " + (position + length), e);
    }
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // the JDK throws a checked IOException here, undeclared
  public void force(long from, long to) throws IOException {
    try {
      mapped().force(Math.toIntExact(from), Math.toIntExact(to - from));
    } catch (Exception e) {
      throw new IOException(
          name
              + ": cannot force bytes "
              + from
              + " to "
              + to
              + "; what of it is durable is unknown",
          e);
    } catch (InternalError e) {
      throw Mappings.fault(name, from, e);
    }
  }

  @Override
  public void load() throws IOException {
    if (mapped().isLoaded()) {
      return;
    }
    byte[] part = new byte[256 << 10];
    for (long done = 0; done < size; done += part.length) {
      read(done, part, 0, (int) Math.min(part.length, size - done));
    }
  }

  private MappedByteBuffer mapped() throws IOException {
    MappedByteBuffer mapped = map;
    if (mapped == null) {
      throw new IOException(name + " is closed");
    }
    return mapped;
  }

  @Override
  public synchronized void close() throws IOException {
    MappedByteBuffer mapped = map;
    map = null;
    if (mapped != null) {
      Mappings.unmap(mapped);
    }
    if (reader != null) {
      reader.close();
    }
  }
}

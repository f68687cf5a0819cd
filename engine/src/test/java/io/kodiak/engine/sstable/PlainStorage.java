package io.kodiak.engine.sstable;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.LogFile;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Files in memory, whose bytes tests may change; counts what is read and what stays open. */
public final class PlainStorage implements Storage {
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Set<String> forced = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicInteger openFiles = new AtomicInteger();

  /** The bytes of a file themselves: changes to them are damage. */
  public byte[] bytes(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new AssertionError("no file " + name + " among " + names());
    }
    return bytes;
  }

  /** Gives a file other bytes. */
  public void replace(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  /** The names of all files, in order. */
  public Set<String> names() {
    return new TreeMap<>(files).keySet();
  }

  /** Whether a file was forced after its last byte was written. */
  public boolean isForced(String name) {
    return forced.contains(name);
  }

  /** How many bytes were read from all files. */
  public long bytesRead() {
    return bytesRead.get();
  }

  /** How many files are open. */
  public int openFiles() {
    return openFiles.get();
  }

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public WritableFile create(String name) throws IOException {
    if (files.putIfAbsent(name, new byte[0]) != null) {
      throw new FileAlreadyExistsException(name);
    }
    openFiles.incrementAndGet();
    return new Writing(name);
  }

  @Override
  public boolean adopt(Path source, String name, boolean link) {
    throw new UnsupportedOperationException("not adopted");
  }

  @Override
  public ReadableFile open(String name) throws IOException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new NoSuchFileException(name);
    }
    openFiles.incrementAndGet();
    return new Reading(name, bytes);
  }

  @Override
  public boolean delete(String name) {
    return files.remove(name) != null;
  }

  private final class Writing implements WritableFile {
    private final String name;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean closed;

    Writing(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long position() {
      return out.size();
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      out.write(source, offset, length);
      forced.remove(name);
    }

    @Override
    public void force() {
      files.put(name, out.toByteArray());
      forced.add(name);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openFiles.decrementAndGet();
        files.put(name, out.toByteArray());
      }
    }
  }

  private final class Reading implements ReadableFile {
    private final String name;
    private final byte[] bytes;
    private volatile boolean closed;

    Reading(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
      if (closed) {
        throw new IOException(name + " is closed");
      }
      if (position < 0 || length < 0 || position + length > bytes.length) {
        throw new CorruptionException(name, position, "outside of the file");
      }
      System.arraycopy(bytes, (int) position, target, offset, length);
      bytesRead.addAndGet(length);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openFiles.decrementAndGet();
      }
    }
  }

  @Override
  public LogFile createLog(String name, long size) {
    throw new UnsupportedOperationException("no logs here");
  }

  @Override
  public LogFile openLog(String name) {
    throw new UnsupportedOperationException("no logs here");
  }

  @Override
  public List<FileInfo> list(String directory) {
    throw new UnsupportedOperationException("not listed");
  }

  @Override
  public void createDirectory(String directory) {}

  @Override
  public void rename(String from, String to) {
    throw new UnsupportedOperationException("not renamed");
  }

  @Override
  public String location(String name) {
    return "/memory/" + name;
  }

  @Override
  public void link(String existing, String name) {
    throw new UnsupportedOperationException("no links here");
  }

  @Override
  public boolean deleteDirectory(String directory) {
    throw new UnsupportedOperationException("no directories here");
  }

  @Override
  public void forceDirectory(String directory) {}

  @Override
  public Closeable lock(String name) {
    throw new UnsupportedOperationException("not locked");
  }

  @Override
  public long usableSpace() {
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {}
}

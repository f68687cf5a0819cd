package io.kodiak.testkit;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A file in memory: a sink to write it, then a source to read it. For one thread while it is
 * written; its {@link #source()} is for any number.
 */
public final class MemoryFile implements FileSink {
  private static final int CHUNK = 1 << 20;

  private final String name;
  private final List<byte[]> chunks = new ArrayList<>();
  private long length;

  /** Makes an empty file. */
  public MemoryFile(String name) {
    this.name = name;
  }

  /** Makes a file of these bytes. */
  public static MemoryFile of(String name, byte[] bytes) {
    MemoryFile file = new MemoryFile(name);
    file.write(bytes, 0, bytes.length);
    return file;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long position() {
    return length;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, source.length);
    int done = 0;
    while (done < count) {
      int at = (int) (length % CHUNK);
      if (at == 0) {
        chunks.add(new byte[CHUNK]);
      }
      int part = Math.min(count - done, CHUNK - at);
      System.arraycopy(source, offset + done, chunks.get(chunks.size() - 1), at, part);
      done += part;
      length += part;
    }
  }

  /** A copy of the bytes written so far. */
  public byte[] toByteArray() {
    byte[] bytes = new byte[Math.toIntExact(length)];
    copy(0, bytes, 0, bytes.length);
    return bytes;
  }

  private void copy(long position, byte[] target, int offset, int count) {
    int done = 0;
    while (done < count) {
      long from = position + done;
      int at = (int) (from % CHUNK);
      int part = Math.min(count - done, CHUNK - at);
      System.arraycopy(chunks.get((int) (from / CHUNK)), at, target, offset + done, part);
      done += part;
    }
  }

  /** What was written, to be read; nothing may be written any more. */
  public FileSource source() {
    return new Source(this);
  }

  /** The reading side of a finished file. */
  private record Source(MemoryFile file) implements FileSource {
    @Override
    public String name() {
      return file.name;
    }

    @Override
    public long length() {
      return file.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (position < 0 || position > file.length - count) {
        throw new CorruptionException(
            file.name,
            position,
            count + " bytes lie outside of the file, which has " + file.length + " bytes");
      }
      file.copy(position, target, offset, count);
    }
  }
}

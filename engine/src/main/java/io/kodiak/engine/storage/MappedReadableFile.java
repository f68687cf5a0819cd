package io.kodiak.engine.storage;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that is read through mappings, as one covers less than 2 GiB. */
final class MappedReadableFile implements ReadableFile {
  /** The size of a mapping: 1 GiB. */
  static final long WINDOW = 1L << 30;

  private final String name;
  private final long length;
  private final long window;
  private volatile MappedByteBuffer @Nullable [] windows;

  MappedReadableFile(Path path, String name, long window) throws IOException {
    this.name = name;
    this.window = window;
    MappedByteBuffer[] mapped = Mappings.read(path, window);
    this.windows = mapped;
    this.length =
        mapped.length == 0
            ? 0
            : (mapped.length - 1) * window + mapped[mapped.length - 1].capacity();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(long position, byte[] target, int offset, int size) throws IOException {
    Objects.checkFromIndexSize(offset, size, target.length);
    checkRange(name, position, size, length);
    MappedByteBuffer[] mapped = windows;
    if (mapped == null) {
      throw new IOException(name + " is closed");
    }
    try {
      int done = 0;
      while (done < size) {
        MappedByteBuffer from = mapped[(int) ((position + done) / window)];
        int begin = (int) ((position + done) % window);
        int step = Math.min(size - done, from.capacity() - begin);
        from.get(begin, target, offset + done, step);
        done += step;
      }
    } catch (InternalError e) {
      throw Mappings.fault(name, position, e);
    }
  }

  static void checkRange(String name, long position, int size, long length)
      throws CorruptionException {
    if (position < 0 || size > length - position) {
      throw new CorruptionException(
          name, position, size + " bytes were to be read, but the file has " + length);
    }
  }

  @Override
  public void close() {
    MappedByteBuffer[] mapped = windows;
    // A read that comes too late meets the null; one that is under way is the owner's business.
    windows = null;
    if (mapped != null) {
      Mappings.unmap(mapped);
    }
  }
}

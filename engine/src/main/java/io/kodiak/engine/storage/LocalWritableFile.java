package io.kodiak.engine.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written through a stream: unlike a channel, an interrupt does not close it.
 *
 * <p>What is in a file after a failed write or force is unknown, so the first failure stays: every
 * later call throws it again.
 */
final class LocalWritableFile implements WritableFile {
  /** For each larger write the JDK would allocate as much outside the heap. */
  private static final int LARGEST_WRITE = 64 << 10;

  private final String name;
  private final FileOutputStream stream;
  private long position;
  private @Nullable IOException failure;

  private LocalWritableFile(String name, FileOutputStream stream) {
    this.name = name;
    this.stream = stream;
  }

  static LocalWritableFile create(Path path, String name) throws IOException {
    // Atomically refuses a file or link that is there; a stream can only truncate or append.
    Files.createFile(path);
    try {
      return new LocalWritableFile(name, new FileOutputStream(path.toFile()));
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    checkFailure();
    try {
      int done = 0;
      while (done < length) {
        int step = Math.min(length - done, LARGEST_WRITE);
        stream.write(source, offset + done, step);
        done += step;
        BackgroundWork.giveWay();
      }
      position += length;
    } catch (IOException e) {
      throw latch("cannot write at byte " + position, e);
    }
  }

  @Override
  public void force() throws IOException {
    checkFailure();
    try {
      stream.getFD().sync();
    } catch (IOException e) {
      throw latch("cannot force; what of it is durable is unknown", e);
    }
  }

  private void checkFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private IOException latch(String what, IOException cause) {
    failure = new IOException(name + ": " + what + ": " + cause.getMessage(), cause);
    return failure;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

package io.kodiak.columnar;

import io.kodiak.api.CorruptionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file, read at any position. */
final class FileBytes implements Closeable {
  private final FileChannel channel;
  private final String name;
  private final long length;

  private FileBytes(FileChannel channel, String name) throws IOException {
    this.channel = channel;
    this.name = name;
    this.length = channel.size();
  }

  static FileBytes open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": it is a folder");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new FileBytes(channel, path.toString());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The path as it was given, for messages. */
  String name() {
    return name;
  }

  long length() {
    return length;
  }

  /**
   * Reads a range.
   *
   * @throws CorruptionException when it is not inside the file
   */
  void read(long position, byte[] target, int offset, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, count);
    while (buffer.hasRemaining()) {
      long at = position + (buffer.position() - offset);
      if (read(at, buffer) <= 0) {
        throw new CorruptionException(
            name, position, count + " bytes are expected here, but the file ends at " + length);
      }
    }
  }

  /** Reads a range of its own. */
  byte[] read(long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    read(position, bytes, 0, count);
    return bytes;
  }

  /** Reads some bytes; returns how many, and -1 at the end of the file. */
  int read(long position, ByteBuffer target) throws IOException {
    if (position < 0) {
      throw new CorruptionException(name, position, "nothing lies before the begin of a file");
    }
    try {
      return channel.read(target, position);
    } catch (IOException e) {
      throw new ReadFailure(name, e);
    }
  }

  /**
   * Checks that a part that the file claims to have lies inside of it.
   *
   * @param what the part, for the message
   * @param end where such parts end at the latest
   */
  void require(String what, long position, long count, long end) throws CorruptionException {
    if (position < 0 || count < 0 || position > end || count > end - position) {
      throw new CorruptionException(
          name,
          position,
          what + " of " + count + " bytes does not lie inside the file of " + length + " bytes");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

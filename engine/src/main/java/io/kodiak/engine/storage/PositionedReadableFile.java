package io.kodiak.engine.storage;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read by positioned reads of one channel.
 *
 * <p>Interrupting a thread that is in a read closes the channel for all of them. Each then goes on
 * with a new channel, after a check that it leads to the same file.
 */
final class PositionedReadableFile implements ReadableFile {
  /** The JDK keeps a buffer outside the heap for each thread, as large as its largest read. */
  private static final int LARGEST_READ = 256 << 10;

  private final Path path;
  private final String name;
  private final long length;
  private final @Nullable Object fileKey;
  private volatile FileChannel channel;
  private boolean closed;

  PositionedReadableFile(Path path, String name) throws IOException {
    this.path = path;
    this.name = name;
    BasicFileAttributes attributes = attributes(path);
    this.length = attributes.size();
    this.fileKey = attributes.fileKey();
    this.channel = openChannel(path);
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
    MappedReadableFile.checkRange(name, position, size, length);
    boolean interrupted = false;
    try {
      int done = 0;
      while (done < size) {
        FileChannel open = channel;
        ByteBuffer into =
            ByteBuffer.wrap(target, offset + done, Math.min(size - done, LARGEST_READ));
        try {
          int read = open.read(into, position + done);
          if (read < 0) {
            throw new CorruptionException(
                name, position + done, "the file ends here, but had " + length + " bytes");
          }
          done += read;
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          reopen(open);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void reopen(FileChannel lost) throws IOException {
    if (closed) {
      throw new IOException(name + " is closed");
    }
    if (channel != lost) {
      return;
    }
    BasicFileAttributes attributes = attributes(path);
    if (attributes.size() != length || !Objects.equals(attributes.fileKey(), fileKey)) {
      throw new CorruptionException(name, -1, "another file has taken the place of this one");
    }
    channel = openChannel(path);
  }

  private static FileChannel openChannel(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }
}

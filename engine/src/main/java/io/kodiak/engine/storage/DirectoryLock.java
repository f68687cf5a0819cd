package io.kodiak.engine.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second opener out of a directory: within the JVM by a registry of real paths, and other
 * processes by a lock of the operating system.
 *
 * <p>The lock of POSIX belongs to the process, and closing <em>any</em> descriptor of the file
 * frees it. So the registry comes first, and who finds the path in it never opens the file. The
 * holder keeps to one channel, which no operation that an interrupt could close is in after the
 * begin.
 */
final class DirectoryLock implements Closeable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * Channels to a file that this JVM has locked through another copy of this class (another class
   * loader, or another path to the same file). To close one would free that lock.
   */
  private static final List<FileChannel> NEVER_CLOSED = new CopyOnWriteArrayList<>();

  private static final Pattern PROCESS = Pattern.compile("[0-9]{1,19}");

  private final Path realPath;
  private final FileChannel channel;
  private boolean closed;

  private DirectoryLock(Path realPath, FileChannel channel) {
    this.realPath = realPath;
    this.channel = channel;
  }

  static DirectoryLock take(Path directory, String name) throws IOException {
    Path realPath = directory.toRealPath().resolve(name);
    if (!HELD.add(realPath)) {
      throw inUse(directory, "it is open in this process already");
    }
    FileChannel channel = null;
    try {
      channel = Uninterrupted.run(() -> lock(directory, realPath));
      return new DirectoryLock(realPath, channel);
    } finally {
      if (channel == null) {
        HELD.remove(realPath);
      }
    }
  }

  private static FileChannel lock(Path directory, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean close = true;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(directory, holder(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)), 0);
      close = false;
      return channel;
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(channel);
      close = false;
      throw inUse(directory, "it is open in this process already, under another path or loader");
    } finally {
      if (close) {
        channel.close();
      }
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(32);
    int read = channel.read(content, 0);
    String text = new String(content.array(), 0, Math.max(0, read), UTF_8).strip();
    return PROCESS.matcher(text).matches()
        ? "process " + text + " has it open"
        : "another process has it open";
  }

  private static InUseException inUse(Path directory, @Nullable String holder) {
    return new InUseException(
        "database " + directory + " is in use: " + holder + "; close it there first");
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        channel.close();
      } finally {
        HELD.remove(realPath);
      }
    }
  }
}

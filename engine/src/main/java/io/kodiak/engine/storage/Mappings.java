package io.kodiak.engine.storage;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Maps files into memory, and gives the address space back at once instead of at some garbage
 * collection.
 */
final class Mappings {
  private static final MethodHandle INVOKE_CLEANER = invokeCleaner();

  private Mappings() {}

  /**
   * Maps a whole file for reading in windows of {@code window} bytes, the last of which is shorter.
   */
  static MappedByteBuffer[] read(Path path, long window) throws IOException {
    return map(path, MapMode.READ_ONLY, window, StandardOpenOption.READ);
  }

  /** Maps a whole file of at most {@link LogFile#MAX_BYTES} for reading and writing. */
  static MappedByteBuffer readWrite(Path path) throws IOException {
    MappedByteBuffer[] windows =
        map(
            path,
            MapMode.READ_WRITE,
            LogFile.MAX_BYTES,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (windows.length == 1) {
      return windows[0];
    }
    unmap(windows);
    throw new IOException(
        windows.length == 0
            ? path + " is empty; a log file has a size from the begin"
            : path + " is larger than a log file may be, " + LogFile.MAX_BYTES + " bytes");
  }

  private static MappedByteBuffer[] map(
      Path path, MapMode mode, long window, StandardOpenOption... access) throws IOException {
    OpenOption[] options = new OpenOption[access.length + 1];
    System.arraycopy(access, 0, options, 0, access.length);
    options[access.length] = LinkOption.NOFOLLOW_LINKS;
    return Uninterrupted.run(
        () -> {
          try (FileChannel channel = FileChannel.open(path, options)) {
            return map(channel, mode, window);
          }
        });
  }

  private static MappedByteBuffer[] map(FileChannel channel, MapMode mode, long window)
      throws IOException {
    long size = channel.size();
    MappedByteBuffer[] windows = new MappedByteBuffer[(int) ((size + window - 1) / window)];
    try {
      for (int i = 0; i < windows.length; i++) {
        long begin = i * window;
        windows[i] = channel.map(mode, begin, Math.min(window, size - begin));
      }
      return windows;
    } catch (IOException e) {
      unmap(windows);
      throw e;
    }
  }

  /** Unmaps every window; those that are null are skipped. No one may use them any more. */
  static void unmap(MappedByteBuffer... windows) {
    for (MappedByteBuffer window : windows) {
      if (window != null) {
        try {
          INVOKE_CLEANER.invokeExact((ByteBuffer) window);
        } catch (Throwable e) {
          throw new IllegalStateException("cannot unmap a file", e);
        }
      }
    }
  }

  /**
   * What a fault in mapped memory means: the file behind it got shorter, or its disk failed.
   *
   * <p>The JVM may report it only later, at the next safepoint of the thread, and the bytes that
   * were read are zeros until then. So nothing read from a mapping is believed without its
   * checksum.
   */
  static IOException fault(String name, long position, InternalError cause) {
    return new IOException(
        name
            + " at byte "
            + position
            + ": the mapped file cannot be accessed; was it truncated,"
            + " or is the disk full or failing?",
        cause);
  }

  private static MethodHandle invokeCleaner() {
    try {
      // By reflection: the compiler warns of sun.misc.Unsafe, and offers no way to say that it is
      // meant. Module jdk.unsupported opens it for exactly this use.
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}

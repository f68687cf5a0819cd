package io.kodiak.columnar;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls into a library that reads a file of unknown origin: whatever the library throws becomes an
 * exception that names the file.
 */
final class Guard {
  /** So much of the heap may one part of a file take: other things live there, too. */
  private static final int SHARE = 4;

  private final String file;

  Guard(String file) {
    this.file = file;
  }

  /** The file that is read. */
  String file() {
    return file;
  }

  /** What is called. */
  @FunctionalInterface
  interface Call<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /** Calls, and says of any failure that the file is the reason. */
  <T extends @Nullable Object> T call(Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (CorruptionException | ReadFailure | TooLarge e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw failure(e);
    } catch (OutOfMemoryError e) {
      // One array of an absurd length, most likely: the heap itself is as good as before.
      throw new TooLarge(
          file
              + ": reading it takes more memory than there is; it is damaged, or "
              + "the heap is too small for it (KODIAK_OPTS=-Xmx…)",
          e);
    }
  }

  /** The exception that a failure of a library becomes. */
  IOException failure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CorruptionException
          || cause instanceof ReadFailure
          || cause instanceof TooLarge) {
        return (IOException) cause;
      }
    }
    return new CorruptionException(file, -1, "it is damaged: " + reason(failure), failure);
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    String type = deepest.getClass().getSimpleName();
    return message == null || message.isBlank() ? type : firstLine(message);
  }

  private static String firstLine(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }

  /**
   * Refuses what would take a large share of the heap.
   *
   * @param what the part of the file, for the message
   */
  void requireMemory(String what, long bytes) throws TooLarge {
    long limit = limit();
    if (bytes > limit) {
      throw new TooLarge(
          file
              + ": "
              + what
              + " takes "
              + bytes
              + " bytes of memory, more than a quarter of the"
              + " heap; give it "
              + (bytes / (1 << 20) + 1) * SHARE
              + " MiB (KODIAK_OPTS=-Xmx…)",
          null);
    }
  }

  /** The most bytes that one part of a file may take in memory. */
  static long limit() {
    return Runtime.getRuntime().maxMemory() / SHARE;
  }
}

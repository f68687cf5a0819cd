package io.kodiak.columnar;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that stays open when its user closes it, and that can be cut off: what a library writes
 * when it is closed in the middle of a file goes nowhere then, so that no half file looks whole.
 *
 * <p>After the stream has failed, it gets nothing more: libraries try to end their file after a
 * failure, which would leave a file with a gap that looks whole.
 */
final class Outlet extends OutputStream {
  private final OutputStream out;
  private @Nullable Throwable failure;
  private boolean isCut;

  Outlet(OutputStream out) {
    this.out = out;
  }

  /** Lets nothing through any more. */
  void cut() {
    isCut = true;
  }

  /**
   * Lets nothing through any more after a library has failed.
   *
   * @return what is to be thrown: what the stream failed with, if that came first, as it was before
   *     the library wrapped it
   */
  IOException failed(Throwable thrown) throws IOException {
    cut();
    return rethrown(failure == null ? thrown : failure);
  }

  private static IOException rethrown(Throwable thrown) throws IOException {
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof IOException io ? io : new IOException(thrown);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (!isCut()) {
      try {
        out.write(bytes, offset, count);
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        throw e;
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (!isCut()) {
      try {
        out.flush();
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        throw e;
      }
    }
  }

  /** Whether to write nothing; fails when the stream has, so that no one takes it for written. */
  private boolean isCut() throws IOException {
    if (!isCut && failure != null) {
      throw new IOException("nothing can be written after a failure", failure);
    }
    return isCut;
  }

  /** The stream belongs to someone else. */
  @Override
  public void close() throws IOException {
    flush();
  }
}

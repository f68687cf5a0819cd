package io.kodiak.columnar;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that stays open when its user closes it, and that can be cut off: what a library writes
 * when it is closed in the middle of a file goes nowhere then, so that no half file looks whole.
 */
final class Outlet extends OutputStream {
  private final OutputStream out;
  private boolean isCut;

  Outlet(OutputStream out) {
    this.out = out;
  }

  /** Lets nothing through any more. */
  void cut() {
    isCut = true;
  }

  @Override
  public void write(int b) throws IOException {
    if (!isCut) {
      out.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (!isCut) {
      out.write(bytes, offset, count);
    }
  }

  @Override
  public void flush() throws IOException {
    if (!isCut) {
      out.flush();
    }
  }

  /** The stream belongs to someone else. */
  @Override
  public void close() throws IOException {
    flush();
  }
}

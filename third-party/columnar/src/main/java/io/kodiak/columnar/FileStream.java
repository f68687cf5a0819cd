package io.kodiak.columnar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A file from its first byte on, or from where it is moved to. For one thread. */
class FileStream extends InputStream {
  private final FileBytes file;
  private long at;

  FileStream(FileBytes file) {
    this.file = file;
  }

  /** The position of the byte that is read next. */
  long position() {
    return at;
  }

  /** Reads on from another position. */
  void moveTo(long position) {
    at = position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = count == 0 ? 0 : file.read(at, ByteBuffer.wrap(target, offset, count));
    at += Math.max(read, 0);
    return read;
  }
}

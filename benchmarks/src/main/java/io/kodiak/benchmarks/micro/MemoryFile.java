package io.kodiak.benchmarks.micro;

import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import java.util.Arrays;

/** A file in memory of up to 2 GiB. */
final class MemoryFile implements FileSink, FileSource {
  private byte[] bytes = new byte[32 << 20];
  private int end;

  void clear() {
    end = 0;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public long position() {
    return end;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    if (end + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + length, 2 * bytes.length));
    }
    System.arraycopy(source, offset, bytes, end, length);
    end += length;
  }

  @Override
  public long length() {
    return end;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    System.arraycopy(bytes, (int) position, target, offset, length);
  }
}

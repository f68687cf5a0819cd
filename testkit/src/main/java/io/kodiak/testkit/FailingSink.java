package io.kodiak.testkit;

import io.kodiak.api.FileSink;
import java.io.IOException;

/** A sink on a device that gets full. */
final class FailingSink implements FileSink {
  private final MemoryFile file = new MemoryFile("full");
  private final long capacity;
  final IOException failure = new IOException("no space left, planted");

  FailingSink(long capacity) {
    this.capacity = capacity;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public long position() {
    return file.position();
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (file.position() + length > capacity) {
      throw failure;
    }
    file.write(source, offset, length);
  }
}

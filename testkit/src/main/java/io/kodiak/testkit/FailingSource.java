package io.kodiak.testkit;

import io.kodiak.api.FileSource;
import java.io.IOException;

/** A source that can be told to fail. */
final class FailingSource implements FileSource {
  private final FileSource whole;
  final IOException failure = new IOException("read error, planted");
  boolean fails;

  FailingSource(FileSource whole) {
    this.whole = whole;
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public long length() {
    return whole.length();
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    if (fails) {
      throw failure;
    }
    whole.read(position, target, offset, length);
  }
}
